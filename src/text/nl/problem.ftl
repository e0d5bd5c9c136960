# What went wrong: said by the API (RFC 9457) and by the pages.
problem-malformed = We kunnen uw aanvraag niet lezen
problem-invalid = Er klopt iets niet in uw gegevens
problem-sign-in = Meld u eerst aan
problem-forbidden = Dit mag u hier niet doen
problem-foreign-form = Dit formulier is niet meer geldig
problem-not-found = We vinden dit niet
problem-method = Dit kan niet op dit adres
problem-stale = Iemand heeft dit intussen gewijzigd
problem-wrong-step = Dat kan niet in deze stap
problem-in-progress = Uw eerste aanvraag wordt nog uitgevoerd
problem-key-reused = Deze sleutel is al voor iets anders gebruikt
problem-link-over = Deze link werkt niet meer
problem-too-large = Dit is te groot
problem-media-type = Dit soort inhoud nemen we hier niet aan
problem-too-many = Te veel pogingen
problem-internal = Er ging iets mis bij ons
problem-unavailable = Even niet bereikbaar

# On a page that shows a problem.
problem-lead = Er is niets gewijzigd. Ga terug en probeer het opnieuw.
problem-number = Nummer
problem-way-desk = Naar de wachtrij

# What exactly is the matter.
problem-refused-role = Uw rol laat dit niet toe.
problem-refused-desk = Deze vraag is van een ander loket.
problem-refused-province = Deze vraag komt uit een andere provincie.
problem-refused-link = Deze link opent iets anders.
problem-refused-scope = De toegangssleutel heeft het bereik { $scope } niet.
problem-refused-token = Dit kan niet met een toegangssleutel.
problem-bad-token = De toegangssleutel is niet geldig, verlopen of ingetrokken.
problem-no-token = Stuur een toegangssleutel mee: Authorization: Bearer ...
problem-wrong-password = E-mailadres en wachtwoord horen niet bij elkaar.
problem-too-many-attempts = Er is te vaak geprobeerd om aan te melden. Probeer het over een kwartier opnieuw.
problem-not-an-address = Dit is geen geldig e-mailadres.
problem-no-ticket = Er is geen vraag { $reference }.
problem-empty-text = De tekst is leeg.
problem-json-data = De JSON heeft niet de gevraagde vorm: { $where }
problem-json-syntax = Dit is geen geldige JSON: { $where }
problem-query = De parameters in het adres kloppen niet: { $where }
problem-slow-database = De databank antwoordt te traag.
problem-no-database = De databank antwoordt niet.
problem-old-schema = De databank is nog niet bijgewerkt voor deze versie.
# $address: what was given.
problem-no-address = { $address } is geen adres waar mail naartoe kan.
problem-no-desk = Er is geen dienst { $desk }.
problem-placeholder = Naar { $desk } kan nog geen mail vertrekken: het adres is een voorbeeld.
problem-already-there = { $desk } heeft deze vraag al.
problem-unfit-field = Dit veld is leeg, te lang of niet juist ingevuld.
