"""Milvus: an index in a server that any number of machines share, or in a file of Milvus Lite."""
