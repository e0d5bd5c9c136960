# Words that several rooms share.
common-product = Regiovraag
common-by = Agency for Home Affairs
