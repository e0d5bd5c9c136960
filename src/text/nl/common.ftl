# Words that several rooms share.
common-product = Regiovraag
common-by = Agentschap Binnenlands Bestuur

# Days that are no working days.
common-day-weekend = weekend
common-day-new-year = nieuwjaar
common-day-second-of-january = 2 januari
common-day-easter-monday = paasmaandag
common-day-labour-day = Feest van de Arbeid
common-day-ascension = Hemelvaart
common-day-whit-monday = pinkstermaandag
common-day-flemish-feast = Feest van de Vlaamse Gemeenschap
common-day-national-day = nationale feestdag
common-day-assumption = Onze-Lieve-Vrouw-Hemelvaart
common-day-all-saints = Allerheiligen
common-day-all-souls = Allerzielen
common-day-armistice = Wapenstilstand
common-day-dynasty = Feest van de Dynastie
common-day-christmas = Kerstmis
common-day-boxing-day = tweede kerstdag
