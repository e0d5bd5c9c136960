# Words that several rooms share.
common-product = Regiovraag
common-by = Agency for Home Affairs

# Days that are no working days.
common-day-weekend = weekend
common-day-new-year = New Year
common-day-second-of-january = 2 January
common-day-easter-monday = Easter Monday
common-day-labour-day = Labour Day
common-day-ascension = Ascension Day
common-day-whit-monday = Whit Monday
common-day-flemish-feast = Feast of the Flemish Community
common-day-national-day = national holiday
common-day-assumption = Assumption of Mary
common-day-all-saints = All Saints
common-day-all-souls = All Souls
common-day-armistice = Armistice Day
common-day-dynasty = King’s Feast
common-day-christmas = Christmas
common-day-boxing-day = Boxing Day
