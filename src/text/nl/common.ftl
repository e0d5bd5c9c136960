# Words that several rooms share.
common-product = Regiovraag
common-by = Agentschap Binnenlands Bestuur
