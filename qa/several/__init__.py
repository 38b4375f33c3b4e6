"""Several places: what documents name, say otherwise or have most of, how often words stand in them."""
