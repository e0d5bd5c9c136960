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
problem-way-desk = Naar het begin

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
problem-personal = De tekst bevat een adres, een telefoonnummer, een naam of het nummer van een vraag. Een gepubliceerd antwoord bevat geen gegevens van personen.
problem-empty-text = De tekst is leeg.
problem-unfit-day = Kies een werkdag die nog komt, binnen een jaar.
problem-unanswered = Er vertrok nog geen antwoord dat aankwam: de vraag kan niet als beantwoord sluiten.
problem-json-data = De JSON heeft niet de gevraagde vorm: regel { $line }, teken { $column } is van een andere soort dan gevraagd.
problem-json-syntax = Dit is geen geldige JSON: regel { $line }, teken { $column }.
problem-read-missing = Het veld { $field } ontbreekt.
problem-read-unknown = Het veld { $field } kennen we niet. Mogelijk zijn: { $allowed }.
problem-read-variant = De waarde { $value } bestaat niet. Mogelijk zijn: { $allowed }.
problem-read-double = Het veld { $field } staat er twee keer.
problem-read-other = Een waarde is van een andere soort dan gevraagd.
problem-one-of = Kies een van deze: { $allowed }.
problem-slow-database = De databank antwoordt te traag.
problem-no-database = De databank antwoordt niet.
problem-old-schema = De databank is nog niet bijgewerkt voor deze versie.
# $address: what was given.
problem-no-address = { $address } is geen adres waar mail naartoe kan.
problem-no-desk = Er is geen dienst { $desk }.
problem-placeholder = Naar { $desk } kan nog geen mail vertrekken: het adres is een voorbeeld.
problem-already-there = { $desk } heeft deze vraag al.
problem-owes-nothing = { $desk } heeft niets meer te beantwoorden in deze vraag.
problem-no-municipality = Geen gemeente heet zo. /api/v1/directory/municipalities geeft de namen.
# $topics: de thema's, met komma's ertussen.
problem-no-topic = Dit thema is er niet. Kies een van deze: { $topics }.
problem-unfit-field = Dit veld is leeg, te lang of niet juist ingevuld.

# What whoever meets a problem can do.
problem-advice-malformed = Verbeter de JSON, het formulier of de parameters; de uitleg zegt waar.
problem-advice-invalid = Verbeter de velden die genoemd worden.
problem-advice-sign-in = Stuur een geldige toegangssleutel mee. Een pagina brengt u naar het aanmelden.
problem-advice-forbidden = Gebruik een rol, loket of bereik dat dit mag; de uitleg zegt wat ontbreekt.
problem-advice-foreign-form = Open de pagina opnieuw en verstuur het formulier van daar.
problem-advice-not-found = Kijk het adres na.
problem-advice-method = Gebruik een methode uit Allow.
problem-advice-stale = Lees opnieuw hoe het nu is, en beslis opnieuw.
problem-advice-wrong-step = Lees de vraag: in haar toestand kan deze stap niet.
problem-advice-in-progress = Stuur dezelfde aanvraag opnieuw na Retry-After.
problem-advice-key-reused = Neem een nieuwe Idempotency-Key voor een nieuwe aanvraag.
problem-advice-link-over = Vraag een nieuwe link.
problem-advice-too-large = Stuur minder.
problem-advice-media-type = Stuur het soort inhoud dat bij de route staat.
problem-advice-too-many = Wacht zo lang als Retry-After zegt.
problem-advice-internal = Meld ons het nummer van de aanvraag (request_id).
problem-advice-unavailable = Stuur dezelfde aanvraag opnieuw na Retry-After.

# What exactly is the matter with a request of a program.
problem-key = De Idempotency-Key moet één keer voorkomen en 1 tot 255 zichtbare ASCII-tekens tellen.
problem-key-reused-how = Met deze Idempotency-Key kwam er een andere aanvraag. Neem een nieuwe sleutel.
problem-too-large-most = We nemen hier hoogstens { $most } bytes aan.
problem-cut-off = De inhoud is niet volledig aangekomen.
problem-media-type-wanted = Stuur { $wanted }.
problem-no-mail = De aanvraag heeft geen inhoud.
problem-limit = limit gaat van 1 tot { $most }.
problem-cursor = Deze cursor komt niet van ons. Neem de next_cursor van het vorige deel.
problem-unknown-value = De waarde van { $name } bestaat niet.
problem-unknown-of = De waarde van { $name } bestaat niet. Mogelijk zijn: { $allowed }.
problem-base64 = Dit is geen geldige base64.
problem-too-many-files = Een vraag heeft hoogstens { $most } bijlagen.
problem-too-often-mail = Er is de laatste tijd vaak om een link naar dit adres gevraagd. Probeer het over een kwartier opnieuw.

problem-noted-by = Zeg wie het was, in hoogstens 200 tekens.
problem-noted-on = Geef de dag, zoals 2026-03-12.
problem-noted-future = Die dag moet nog komen.
problem-noted-before = Die dag ligt voor de vraag gesteld werd.
problem-noted-how = Kies hoe: phone, meeting, mail of otherwise.
problem-noted-what = Zeg in het kort wat er gezegd werd.
problem-noted-reason = Wat genoteerd wordt, hoort bij de reden answered.
problem-double-missing = Geef het nummer van de vraag waarvan deze een dubbel is.
problem-double-unknown = Er is geen vraag { $reference }.
problem-double-itself = { $reference } is deze vraag zelf.
problem-double-circle = { $reference } is zelf als dubbel van deze vraag afgesloten.
problem-double-answered = { $reference } is al beantwoord. Deze vraagsteller heeft dat antwoord niet: geef het hier ook.
problem-double-given-up = { $reference } is zonder antwoord afgesloten. Open die vraag opnieuw, of geef een ander nummer.
problem-double-reason = Het nummer van een andere vraag hoort bij de reden duplicate.
problem-tell-reason = Een mail aan de vraagsteller hoort bij de redenen withdrawn en out_of_scope.
problem-not-at-desk = Die persoon werkt niet aan het loket dat voor de vraag instaat.
problem-asker-address = Naar dit adres kan geen mail.
problem-asker-name = De naam is langer dan 200 tekens.
problem-asker-same = Dit is al de vraagsteller, voor dit bestuur.
problem-asker-organisation = Er is geen bestuur met deze naam.
problem-instrument = Noem het decreet of instrument in 1 tot 200 tekens.
problem-unknown-topic = Er is geen thema met deze naam.
