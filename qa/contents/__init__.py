"""Contents: what a text holds whatever is asked of it: headings, names, dates, amounts, figures in rows."""
