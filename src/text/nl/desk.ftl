# Desk: the frame round every page.
desk-skip = Naar de inhoud
desk-brand-of = Binnenlands Bestuur
desk-search-label = Zoek in vragen en antwoorden, of ga naar een nummer
desk-search-hint = Zoek vragen, besturen, antwoorden of een nummer
desk-nav = Hoofdmenu
desk-nav-short = Snelmenu
desk-queue = Wachtrij
desk-faq = Veelgestelde vragen
desk-faq-short = FAQ
desk-sign-out = Afmelden
desk-error-prefix = Fout:

# Desk: the keys.
desk-keys = Sneltoetsen
desk-keys-open = Sneltoetsen tonen
desk-keys-on = Losse letters als sneltoets
desk-key-next = volgende, vorige
desk-key-open = openen
desk-key-answer = antwoorden
desk-key-use = voorstel overnemen, of bericht doorgeven
desk-key-forward = doorsturen
desk-key-proposal = voorstel nakijken
desk-key-note = notitie
desk-key-take = nemen
desk-key-close = afsluiten
desk-key-back = terug naar de wachtrij
desk-key-search = zoeken
desk-key-this = alle toetsen

# Desk: signing in.
desk-sign-in = Aanmelden
desk-sign-in-title = Aanmelden bij Regiovraag
desk-sign-in-for = Voor medewerkers van de contactpunten en ABB.
desk-sign-in-flanders = Vlaanderen
desk-sign-in-promise = Elke vraag over regiovorming, tot het antwoord er is.
desk-sign-in-first = Wat eerst moet, staat bovenaan
desk-sign-in-ball = U ziet altijd bij wie de bal ligt
desk-sign-in-proof = Een vraag sluit pas met bewijs
desk-sign-in-email = E-mailadres
desk-sign-in-password = Wachtwoord
desk-sign-in-demo = Accounts van de demo
desk-sign-in-demo-about = Kies wie u bent. Deze accounts bestaan alleen in de demo.
# $name: the first name of the demo account.
desk-sign-in-as = Aanmelden als { $name }
desk-sign-in-asker = Hebt u een vraag als lokaal bestuur?
desk-sign-in-ask-here = Stel ze hier, zonder account.
# $provider: where people sign in, such as ACM/IDM.
desk-sign-in-at = Aanmelden met { $provider }
desk-sign-in-or = of met een wachtwoord
desk-sign-in-no-passwords = Aanmelden met een wachtwoord kan hier niet.
desk-code-title = Nog één stap
desk-code-about = Tik de code van uw app in, of een van uw herstelcodes.
desk-code = Code
desk-code-wrong = Die code klopt niet, of is al gebruikt.
desk-code-submit = Verder
desk-code-lost = Telefoon en herstelcodes kwijt? De beheerder van Regiovraag kan de tweede stap weghalen.
desk-code-other = Met een ander account aanmelden
desk-link-title = Aanmelden met een link
# $email: the account.
desk-link-about = Deze link meldt u aan als { $email }, één keer.
desk-signed-out = U bent afgemeld
# $provider: where people sign in.
desk-signed-out-about = U bent afgemeld bij Regiovraag. We brengen u naar { $provider }, om u ook daar af te melden.
desk-signed-out-on = Ga verder naar { $provider }
desk-oidc-again = Opnieuw aanmelden
# $provider: where people sign in.
desk-oidc-other-person = Afmelden bij { $provider }
desk-oidc-over = Dit aanmelden is verlopen
desk-oidc-over-about = Het duurde te lang, de link is al gebruikt, of u begon in een andere browser. Er ging niets verloren: begin gewoon opnieuw.
desk-oidc-denied = U bent niet aangemeld
# $provider: where people sign in.
desk-oidc-denied-about = Het aanmelden bij { $provider } is afgebroken, of { $provider } liet u niet toe. Probeer het opnieuw; lukt het niet, vraag het dan aan wie binnen uw organisatie de toegang beheert.
# $provider: where people sign in.
desk-oidc-away = { $provider } antwoordt niet
# $contact: whom to ask.
desk-oidc-away-about = Dat ligt niet aan u. Probeer het over enkele minuten opnieuw. Duurt het langer, laat het dan weten aan { $contact }.
# $contact: whom to ask.
desk-oidc-away-or-password = Dat ligt niet aan u. Probeer het over enkele minuten opnieuw, of meld u aan met uw wachtwoord als u er een hebt. Duurt het langer, laat het dan weten aan { $contact }.
# $provider: where people sign in.
desk-oidc-doubt = Het antwoord van { $provider } klopt niet
# $contact: whom to ask.
desk-oidc-doubt-about = Voor de zekerheid melden we u daarmee niet aan. Probeer het één keer opnieuw; lukt het niet, geef dan het nummer hieronder door aan { $contact }.
desk-oidc-no-role = U hebt nog geen toegang tot Regiovraag
# $provider: where people sign in. $contact: whom to ask.
desk-oidc-no-role-about = { $provider } kent u, maar u hebt er geen rol voor Regiovraag. Vraag die aan: { $contact }. Meld u daarna opnieuw aan.
desk-oidc-no-address = We kennen uw e-mailadres niet
# $provider: where people sign in. $contact: whom to ask.
desk-oidc-no-address-about = { $provider } geeft ons geen e-mailadres van u, en zonder kunnen we u geen account geven. Laat het aanvullen; hulp vindt u bij { $contact }.
desk-oidc-taken = Er is al een account met uw e-mailadres
# $contact: whom to ask.
desk-oidc-taken-about = Voor uw veiligheid koppelen we dat niet vanzelf aan u. Vraag de koppeling aan: { $contact }.
desk-oidc-off = Uw account is uitgeschakeld
# $contact: whom to ask.
desk-oidc-off-about = Denkt u dat dit niet klopt? Vraag het na: { $contact }.

# Desk: the second step of one's own account.
desk-second = Aanmelden in twee stappen
desk-second-about = Met een tweede stap is uw wachtwoord alleen niet genoeg: u tikt ook een code in die een app op uw telefoon maakt.
# $provider: where people sign in.
desk-second-elsewhere = U meldt aan met { $provider } en hebt hier geen wachtwoord. De tweede stap regelt u daar.
desk-second-off = De tweede stap staat uit.
desk-second-scan = 1. Scan dit met een app die codes maakt
desk-second-scan-about = Elke app voor eenmalige codes kan dit lezen.
desk-second-open = Of open het in een app op dit toestel
desk-second-picture = QR-code met de sleutel hieronder
desk-second-key = Of tik deze sleutel over
desk-second-confirm = 2. Bevestig met een code
desk-second-password = Uw wachtwoord
desk-second-code = Code van de app
desk-second-code-any = Code van de app, of een herstelcode
desk-second-turn-on = Tweede stap aanzetten
# $since: a moment.
desk-second-on = De tweede stap staat aan sinds { $since }.
# $left: recovery codes.
desk-second-left = { $left ->
    [0] U hebt geen herstelcodes meer.
    [one] U hebt nog één herstelcode.
   *[other] U hebt nog { $left } herstelcodes.
}
desk-second-renew = Nieuwe herstelcodes
desk-second-renew-about = De vorige werken dan niet meer.
desk-second-renew-submit = Herstelcodes vernieuwen
desk-second-end = Tweede stap uitzetten
desk-second-end-submit = Uitzetten
desk-second-is-off = De tweede stap staat uit
desk-second-codes = Uw herstelcodes
desk-second-codes-about = Bewaar ze waar u ze vindt als uw telefoon weg is: afgedrukt of in een wachtwoordkluis. Elke code werkt één keer. We tonen ze alleen nu.
desk-second-codes-done = Ik heb ze bewaard
desk-second-wrong-password = Dat wachtwoord klopt niet.
desk-second-over = Dit formulier was te oud. Hier is een nieuwe sleutel: scan die opnieuw.
desk-second-changed = Dit is intussen al veranderd. U ziet hoe het nu staat.

# Desk: the queue.
desk-queue-scope = Bereik
desk-queue-table = Vragen, wat eerst moet staat bovenaan
desk-queue-empty = Niets dat nu op u wacht
desk-queue-empty-about = Nieuwe vragen komen hier vanzelf bij. Vragen waar de bal elders ligt, volgt Regiovraag voor u op.
desk-queue-no-match = Geen vraag die hieraan voldoet
desk-queue-no-match-about = Er staan wel vragen in de wachtrij, maar geen enkele voldoet aan alle filters tegelijk.
desk-queue-clear = Zonder filters
# $scope: "Mijn loket", "Van mij" or "Alle".
desk-queue-see = Bekijk: { $scope }
desk-queue-next = Volgende
desk-queue-first = Eerste pagina
desk-col-due = Termijn
desk-col-question = Vraag en volgende stap
desk-col-who = Vraagsteller
desk-col-topic = Thema en nummer
desk-col-ball = De bal ligt bij
desk-col-receipt = Ontvangst
desk-section-first = Eerst dit
desk-section-first-about = niet aangekomen, betwist of te laat
desk-section-today = Vandaag
desk-section-today-about = vervalt voor het loket sluit
desk-section-advice = Advies gevraagd
desk-section-advice-about = een ander loket is eigenaar en wacht op uw advies
desk-section-to-do = Nieuw en te doen
desk-section-to-do-about = de bal ligt bij ons
desk-section-to-do-about-of = de bal ligt bij { $desk }
desk-section-to-do-about-others = de bal ligt bij het loket dat eigenaar is
desk-section-follow-up = Opvolgen
desk-section-follow-up-about = de bal ligt elders, u hoeft niets te doen tot de datum
desk-section-closed = Afgesloten
desk-section-closed-about = een antwoord van de vraagsteller heropent de vraag
desk-filters = Filters
desk-filter-status = Stand
desk-filter-receipt = Ontvangst
desk-filter-topic = Thema
desk-filter-apply = Toepassen
desk-filter-province = Provincie
desk-filter-region = Regio
desk-filter-handler = Behandelaar
desk-filter-handler-none = Niemand
desk-filter-handler-left = { $name } (niet meer bij het loket)
desk-filter-period = Periode
desk-filter-late = Te laat
desk-views-own = Mijn weergaven
desk-views-shared = Van het loket
desk-view-keep = Bewaar als weergave
desk-view-remove = Weergave verwijderen
desk-view-name-label = Naam
desk-view-who = Wie ziet ze
desk-view-me = Alleen ik
desk-view-save = Bewaren
desk-view-saved = De weergave is bewaard. Ze staat links in het menu.
desk-view-removed = De weergave is verwijderd.
desk-view-name = Een weergave heeft een naam van 1 tot 60 tekens.
desk-view-taken = Er is al een weergave met deze naam. Kies een andere naam.
desk-view-too-many = Er zijn al 30 weergaven. Verwijder er eerst een die u niet meer gebruikt.
desk-view-too-long = De zoekopdracht is te lang om te bewaren. Kort ze in.
desk-period-week = laatste 7 dagen
desk-period-month = laatste maand
desk-period-quarter = laatste 3 maanden
desk-period-year = laatste 12 maanden

# Desk: what a search found.
desk-search-for = Zoeken: { $typed }
desk-search-about = in elke vorm en in samenstellingen, de nieuwste eerst
desk-search-tips = Zoek gerichter met
desk-found = { $count ->
    [0] Geen vragen gevonden
    [one] 1 vraag gevonden
   *[other] { $count } vragen gevonden
  }
desk-found-many = Veel vragen gevonden
desk-found-list = Gevonden vragen
desk-found-asked = { $number } · gevraagd op { $day }
desk-found-faq = Veelgestelde vraag:
desk-found-nothing = Geen resultaat voor “{ $typed }”
desk-found-nothing-about = Geen vraag die u mag lezen, bevat al deze woorden. Zoek met minder of andere woorden, of met het begin van een woord: vervoer*.
desk-proposal-send-to = Voorstel nakijken, doorsturen naar
# $desk: the administration; $percent: how sure the proposal is.
desk-proposal-look = Voorstel nakijken: doorsturen naar { $desk }, { $percent }% zeker

# Desk: a question.
desk-threads = Gesprekken
desk-threads-administrations = Gesprekken met administraties
# Behind the name of a conversation. $count: its messages, of which the number stands before it.
desk-tab-messages = { $count ->
    [one] bericht
   *[other] berichten
}
desk-tab-new = nieuw
desk-no-administration = Nog bij geen administratie
desk-no-administration-ever = Bij geen administratie geweest
desk-no-administration-about = U kunt zelf antwoorden of de vraag doorsturen.
desk-role-observer = Waarnemer
desk-role-observer-of = Waarnemer { $province }
desk-role-editor = Redactie veelgestelde vragen
desk-role-admin = Beheer
desk-role-coordinator = Coördinatie
desk-no-province = Uw account is nog aan geen provincie gekoppeld
desk-no-province-about = U ziet de vragen van uw provincie zodra een beheerder die aan uw account koppelt.
desk-composer = Wat wilt u doen
desk-composer-kinds = Soort bericht
desk-draft-kept = Wat u typt, blijft bewaard in dit tabblad
# $desk: the desk that owns the question.
desk-answers-elsewhere = { $desk } antwoordt op deze vraag.
desk-do-answer = Antwoorden
desk-do-forward = Doorsturen
desk-do-note = Notitie
desk-do-withdraw = Intrekken
desk-do-pass-on = Doorgeven
desk-do-leave-out = Verder zonder dit bestand
desk-done-leave-out = Het bestand is weggelaten. Mails die erop wachtten, vertrekken zonder.
desk-do-seen = Gezien
desk-do-leave = Niet gebruiken
# $name: the colleague who has it.
desk-do-take-over = Overnemen van { $name }
desk-do-release = Teruggeven aan het loket
desk-do-take = Nemen
# $author: who wrote the note.
desk-note-of = Notitie van { $author }
desk-note-for = alleen voor collega’s van ABB
desk-note-of-house = Melding van regiovraag
desk-note-new = nog niet gezien
# $lines: how many lines of earlier mail are folded away.
desk-quoted = { $lines ->
    [one] Eén regel eerdere mail
   *[other] { $lines } regels eerdere mail
}
desk-quoted-added = Wat de vraagsteller er later bij schreef
desk-signature = Handtekening
# $desk: the administration; $percent: how sure the proposal is.
desk-proposal-title = Voorstel: doorsturen naar { $desk } ({ $percent }%)
# $email: the address of the administration.
desk-proposal-about = De vraag gaat dan naar { $email }. De vraagsteller leest dit gesprek niet, en u blijft eigenaar van de vraag.
desk-proposal-words = Door de woorden
desk-proposal-otherwise = Anders kiezen
desk-sources = Om uit te antwoorden
desk-templates = Met een sjabloon beginnen
desk-source-insert = In antwoord invoegen
# $percent: how well it fits; $day: when it was published.
desk-source-why = Past { $percent }%, gepubliceerd op { $day }
desk-source-original = Het antwoord op { $reference }
desk-source-original-why = Deze vraag was er een dubbel van · beantwoord op { $day }
desk-to = Aan
desk-not-to = Niet aan
desk-answer-text = Antwoord aan de vraagsteller
desk-answer-frame = De mail begint met “Beste { $name }” en eindigt met uw naam en uw contactpunt: die hoeft u niet te schrijven.
desk-answer-frame-nameless = De mail begint met “Beste” en eindigt met uw naam en uw contactpunt: die hoeft u niet te schrijven.
desk-answer-attach = Bijlagen toevoegen
desk-answer-files = Bijlagen die meegaan
# $who: the asker, and the government they ask for.
desk-answer-goes-to = Dit gaat naar 1 ontvanger: { $who }.
# $count: all of them.
desk-answer-goes-to-all = Dit gaat naar { $count } ontvangers, elk in een eigen mail: { $who }, en wie hierboven bij “Ook” staat.
desk-answer-goes-to-at-end = Dit gaat naar { $who }. Is dit het hele antwoord, dan gaat het ook naar wie hierboven bij “Ook” staat.
# $desks: the administrations that have the question, which the form asks about above.
desk-answer-told-too = Daarnaast krijgt een mail dat antwoorden niet meer hoeft: { $desks } (behalve wie volgens uw keuze hierboven nog antwoordt).
# $name: the first name of the asker.
desk-answer-send = Versturen aan { $name }
desk-answer-send-nameless = Versturen
desk-note-text = Notitie
desk-note-stays = Alleen collega’s van ABB lezen dit. Wie u met @ noemt, krijgt er een mail over, tenzij die collega daar geen mails van wil. Verder vertrekt er geen mail.
desk-note-save = Notitie bewaren
desk-forward-text = Zelf iets toevoegen (mag leeg blijven)
desk-forward-along = Wat de vraagsteller er later bij schreef gaat mee
desk-forward-added = { $day }: “{ $excerpt }”
desk-forward-added-files = { $message } ({ $count ->
    [one] 1 bijlage
   *[other] { $count } bijlagen
})
desk-proposal-along = { $count ->
    [one] Wat de vraagsteller er later bij schreef gaat mee.
   *[other] De { $count } berichten die de vraagsteller er later bij schreef gaan mee.
}
desk-forward-when = Antwoord gevraagd tegen
# $day: the day that they are asked; $promised: the day that the asker was promised.
desk-forward-before = { $day }, voor de datum die de vraagsteller kreeg ({ $promised })
desk-forward-beyond = { $day }: dat is na { $promised }, de datum die de vraagsteller kreeg
desk-forward-late = De datum die de vraagsteller kreeg ({ $promised }) is te dichtbij of voorbij: ook { $day } valt er niet meer voor.
# $day: the day by which the administration is asked to answer.
desk-forward-what = Zij krijgen de vraag met de bijlagen en uw tekst, met de vraag om te antwoorden tegen { $day }. Antwoorden op de mail volstaat. De vraagsteller leest dit niet.
desk-forward-what-chosen = Zij krijgen de vraag met de bijlagen en uw tekst, met de vraag om te antwoorden tegen de gekozen datum. Antwoorden op de mail volstaat. De vraagsteller leest dit niet.
# $desk: the administration.
desk-forward-to = Doorsturen naar { $desk }
desk-forward-other = Iemand anders
desk-forward-choose = Kies een dienst
desk-forward-to-other = Doorsturen naar de gekozen dienst
# $desk: the administration that asked something back, or that has the question.
desk-form-reply = Antwoorden aan { $desk }
desk-reply-text = Uw antwoord op de vraag van { $desk }
desk-reply-about = { $desk } krijgt uw antwoord per mail, in hetzelfde gesprek. De vraagsteller leest dit niet.
desk-reply-do = Antwoord sturen aan { $desk }
desk-done-reply = Uw antwoord aan de administratie vertrekt nu.
desk-pass-on-to = Doorgeven aan { $desk }
desk-pass-on-text = Wat u doorgeeft
desk-pass-on-quote = De vraagsteller schreef ons op { $day }:
desk-pass-on-about = Zij krijgen dit per mail, in hetzelfde gesprek. De vraag blijft bij wie ze nu ligt. De vraagsteller leest dit niet.
desk-pass-on-do = Doorgeven aan { $desk }
desk-pass-on-do-several = Doorgeven aan wie u aanvinkte
desk-done-pass-on = Doorgegeven. De vraag blijft waar ze was.
desk-done-seen = Genoteerd: gezien. De vraag blijft waar ze was.
# $desk: the administration.
desk-withdraw-about = { $desk } krijgt een mail dat antwoorden niet meer hoeft, met uw tekst. De vraagsteller leest dit niet.
desk-withdraw-do = Intrekken bij { $desk }
desk-withdraws = { $desk } krijgt een mail dat antwoorden niet meer hoeft.
desk-withdraws-advice = { $desk } krijgt een mail dat advies niet meer hoeft.
desk-withdraws-advice-at-end = { $desk } krijgt een mail dat advies niet meer hoeft, als dit het hele antwoord is.
desk-answer-theirs = Dit is het antwoord van { $desk }. Zij krijgen hierover geen mail.
desk-answer-rest = { $desk } heeft de vraag nog
desk-answer-still = { $desk } blijft antwoorden, tegen { $day }. De vraag blijft open, en de vraagsteller leest dat dit een deel van het antwoord is.
desk-answer-sent = { $desk } antwoordde; dat antwoord gebruikt u niet
desk-answer-left = Dit is het hele antwoord. De vraagsteller krijgt het andere niet.
desk-answer-later = Dit is een deel van het antwoord. De vraag blijft open, en u gebruikt het andere daarna.
desk-close-reason = Reden
desk-close-choose = Kies een reden
desk-bulk-choice = Maak een keuze
desk-close-note = Toelichting, alleen voor collega’s van ABB
desk-close-unanswered = Als beantwoord sluiten kan pas na een antwoord dat aankwam. Gaf iemand het per telefoon of elders?
desk-close-elsewhere = Noteer wie, wanneer en hoe
desk-close-about = Is de vraag dubbel, dan krijgt de vraagsteller daarover een mail; bij ongewenste mail nooit. Een antwoord van de vraagsteller heropent de vraag.
desk-close-do = Vraag afsluiten
desk-tell = Mail aan de vraagsteller, bij “ingetrokken” en “gaat niet over regiovorming”
# $to: name and address of the asker.
desk-tell-to = Laat het per mail weten aan { $to }
desk-tell-each = elke vraagsteller hierboven
desk-untold-spam = De vraagsteller krijgt geen mail: de vraag was afgesloten als ongewenste mail.
desk-untold-disowned = De vraagsteller krijgt geen mail: de houder van het adres zei dat de vraag niet van hem of haar kwam.
desk-untold-denied = De vraagsteller krijgt geen mail: het domein van het adres spreekt tegen dat het de mail verstuurde.
desk-untold-machine = De vraagsteller krijgt geen mail: de vraag kwam van een systeem of met een mailing, en kreeg ook geen ontvangstbevestiging.
# $why: what the scanner said.
desk-event-file-left-out-too = Bestand weggelaten dat niet op virussen te controleren was, samen met hetzelfde bestand in { $reference }: { $why }
desk-event-file-left-out = Bestand weggelaten dat niet op virussen te controleren was: { $why }
desk-event-not-told = De vraagsteller kreeg geen mail
desk-tell-words = Een woord van u erbij (mag leeg blijven)
desk-tell-says = Wat er in de mail staat
desk-tell-here = Hier komt wat u erbij schrijft.
desk-reopen-text = Waarom gaat de vraag weer open? Voor collega’s
desk-reopen-told = Waarom, voor de vraagsteller (mag leeg blijven)
desk-reopen-about = { $name } krijgt een mail: de vraag is weer open, met een nieuwe datum. Uw uitleg voor collega’s staat er niet in.
desk-reopen-do = Vraag heropenen
desk-side = Over deze vraag
desk-side-receipt = Heeft de vraagsteller een antwoord?
desk-side-ball = Wie heeft de bal
desk-side-ball-over = Wie had de bal
# Desk: the strip of working days. A letter fits a cell; $day, $from, $until: days; $who: whose they were.
desk-strip-owner-letter = C
desk-strip-owner = contactpunt
desk-strip-asker-letter = V
desk-strip-asker = vraagsteller
desk-strip-administration-letter = A
desk-strip-administration = administratie
desk-strip-unknown = niet bijgehouden
desk-strip-day = { $day }: { $who }.
desk-strip-days = { $from } tot { $until }
desk-strip-today = Vandaag, { $day }: { $who }.
desk-strip-due = Termijn: { $day }.
desk-side-asker = Vraagsteller
# $count: how many earlier questions.
desk-side-earlier = { $count ->
    [one] Eén eerdere vraag van deze vraagsteller
   *[other] { $count } eerdere vragen van deze vraagsteller
}
# $count: how many earlier questions of others. $organisation: of whom.
desk-side-earlier-of = { $count ->
    [one] Eén eerdere vraag van anderen bij { $organisation }
   *[other] { $count } eerdere vragen van anderen bij { $organisation }
}
desk-side-why = Waarom ligt ze hier
desk-side-why-over = Waarom lag ze hier
desk-side-words = Woorden die beslisten
desk-side-candidates = Kandidaten en redenen
desk-side-deliveries = Afleveringen
# $arrived: how many mails a server took; $all: how many we sent.
desk-side-arrived = { $arrived } van { $all }
desk-side-all-mails = Alle mails en hun lot
desk-side-events = Verloop
# $count: how many steps.
desk-side-steps = { $count ->
    [one] 1 stap
   *[other] { $count } stappen
}
desk-side-who-did-what = Wie deed wat

# Desk: a form that came too late.
desk-conflict-kept = De vraag is intussen veranderd. Er is niets overschreven en uw tekst staat hieronder. Kies wat er nu moet gebeuren.
desk-conflict-look = De vraag is intussen veranderd. Er is niets overschreven. Kijk eerst wat er gebeurde.
desk-conflict-meanwhile = Intussen gebeurd
desk-conflict-mine = Uw tekst
desk-conflict-not-sent = niet verstuurd
desk-conflict-as-note = Mijn tekst als notitie bewaren
desk-conflict-open = De vraag openen
desk-conflict-open-with = De vraag openen met mijn tekst
desk-conflict-drop = Weggooien en naar de wachtrij

# Desk: recurring questions.
desk-faq-groups = Terugkerende vragen
# $tickets: how many questions; $organisations: how many governments asked.
desk-faq-size = { $tickets ->
    [one] 1 vraag
   *[other] { $tickets } vragen
} · { $organisations ->
    [one] 1 bestuur
   *[other] { $organisations } besturen
}
desk-faq-none = Nog geen enkele vraag kwam van drie verschillende besturen.
desk-faq-choose = Kies een terugkerende vraag
desk-faq-choose-about = Zodra drie verschillende besturen hetzelfde vragen, staat hier een ontwerp klaar.
desk-faq-entry = Ontwerp
desk-faq-entry-published = Gepubliceerd antwoord
desk-faq-stage = Stand
desk-faq-stage-draft = Ontwerp
desk-faq-stage-review = Nazicht
desk-faq-stage-published = Gepubliceerd
desk-faq-theirs = Dit bewaarde iemand anders intussen
desk-faq-question = Vraag, zoals een bestuur ze zou stellen
desk-faq-answer = Antwoord
desk-faq-answer-help = Een lege regel begint een nieuwe alinea, een streepje een lijst. Zet geen namen of adressen in het antwoord.
desk-faq-topic = Thema
desk-faq-topic-none = Geen thema
desk-faq-sources = Bronnen, één per regel
desk-faq-save = Bewaren
desk-faq-view = Zoals iedereen het leest
desk-faq-aside = Publiceren en bronnen
desk-faq-publish-title = Publiceren
desk-faq-publish-about = Iedereen kan het antwoord dan lezen. Kijk eerst na of er geen namen of adressen in staan.
desk-faq-publish = Bewaren en publiceren
desk-faq-publish-not = Een redacteur kan dit wijzigen en publiceren.
desk-faq-archive = Van de site halen
desk-faq-why = Waarom nu
desk-faq-members = Vragen in deze groep

# Desk: states.
desk-status-new = nieuw
desk-status-open = in behandeling
desk-status-waiting = wacht op vraagsteller
desk-status-answered = beantwoord
desk-status-closed = afgesloten
# $reason: why it was closed.
desk-status-closed-for = afgesloten: { $reason }
desk-closed-answered = beantwoord
desk-closed-faq = beantwoord met een veelgestelde vraag
desk-closed-duplicate = dubbel
desk-closed-withdrawn = ingetrokken
desk-closed-scope = gaat niet over regiovorming
desk-closed-spam = ongewenste mail
desk-receipt-none = nog geen
desk-receipt-none-at-end = geen
desk-receipt-sent = verstuurd
desk-receipt-undeliverable = niet aangekomen
desk-receipt-reported = gemeld
desk-receipt-presumed = vermoed
desk-receipt-confirmed = bevestigd
desk-receipt-disputed = betwist
# $receipt: what is known of a part of the answer.
desk-receipt-in-part = deel { $receipt }
desk-step-read = Lezen: zelf antwoorden of doorsturen
desk-step-advise = Advies geven aan { $desk }
desk-step-confirm = Voorstel bevestigen
desk-step-answer = Antwoorden
desk-step-review = Voorstel van antwoord nalezen en versturen
desk-step-review-late = Laat antwoord van een administratie nalezen: de vraag is al afgesloten
desk-step-repair = Antwoord kwam niet aan: kies een ander adres
desk-step-mail-failed = Een mail kwam niet aan: kijk bij de afleveringen
desk-step-reconsider = Opnieuw antwoorden: de vraagsteller is niet geholpen
desk-step-sender = Bericht van een onbekende afzender nakijken
# $desk: the administration that must answer.
desk-step-follow-desk = Wachten op het antwoord van { $desk }
desk-step-follow = Wachten op het antwoord
desk-step-chase-desk = Nabellen: { $desk } antwoordt niet op tijd
desk-step-chase = Nabellen: het antwoord komt niet op tijd
desk-step-message = Nieuw bericht van vraagsteller
desk-step-notice = Melding van regiovraag nalezen
desk-step-both = Nieuw bericht van vraagsteller; nabellen: { $desk }
desk-step-and-message = { $step }; nieuw bericht van de vraagsteller
desk-step-ask-asker = Vraag de vraagsteller of het antwoord aankwam: wij hoorden niets
desk-step-wait = Wij vroegen de vraagsteller om informatie
desk-step-reported = Een administratie antwoordde zelf; de vraagsteller bevestigt nog niet
desk-step-receipt = Antwoord aanvaard door de mailserver van { $domain }; nog geen ja of nee van de vraagsteller
desk-step-leaving = Antwoord vertrekt
desk-step-done = Klaar
# $days: working days.
desk-due-late = { $days } wd te laat
desk-due-late-today = te laat
# $hour: "17.00".
desk-due-today = vandaag { $hour }
desk-due-days = nog { $days } wd
desk-due-paused = staat stil
# $day: "ma 9 mrt".
desk-due-asked = gevraagd { $day }
desk-due-closed = afgesloten
desk-ball-nobody = niemand meer
# $who: the colleague who took a question that waits to be sent on.
desk-ball-taken = bij { $who }
# $who: an administration or the asker, who has the ball still; $since: "sinds 3 wd".
desk-ball-too = ook { $who }, { $since }
desk-since-today = sinds vandaag { $hour }
desk-since-days = sinds { $days } wd
desk-since-day = sinds { $day }
desk-when-today = vandaag, { $hour }
desk-delivery-queued = in de wachtrij
desk-delivery-accepted = aanvaard
desk-delivery-delivered = afgeleverd
desk-delivery-refused = geweigerd
desk-delivery-failed = niet gelukt
desk-delivery-bounced = teruggekomen
desk-delivery-held = tegengehouden
# $domain: "wetteren.be".
desk-message-raw = De mail zelf
desk-mark-smime-signed = Ondertekend (S/MIME), niet nagekeken
desk-mark-smime-sealed = Versleuteld (S/MIME): hier niet te lezen
desk-mark-pgp-signed = Ondertekend (PGP), niet nagekeken
desk-mark-pgp-sealed = Versleuteld (PGP): hier niet te lezen
desk-mark-answers-below = Lees ook de eerdere mail: er staan misschien antwoorden in
desk-mark-junk = Hersteld: er stond iets voor de kopregels
desk-mark-bytes = Hersteld: tekens in de kopregels
desk-mark-control = Hersteld: verborgen tekens in de kopregels
desk-mark-broken = Beschadigd: niet alles kwam heel aan
desk-mark-charset = Hersteld: een andere tekenset dan de mail zegt
desk-mark-parts = Hersteld: delen die slecht afgebakend zijn
desk-mark-date = Hersteld: de datum van de mail is er geen
desk-mark-limit = Niet alles gelezen: te veel delen, of te diep in elkaar
desk-sender-proven = De mailserver bevestigt dat dit van { $domain } komt
desk-sender-unproven = Niet bevestigd dat dit van { $domain } komt
desk-sender-refuted = De mailserver zegt dat dit niet van { $domain } komt
desk-mail-acknowledgement = Ontvangstmelding
desk-mail-forward = Doorgestuurde vraag
desk-mail-answer = Antwoord
desk-mail-request = Vraag om informatie
desk-mail-receipt-question = Vraag of het antwoord aankwam
desk-mail-reminder = Herinnering
desk-mail-withdrawal = Bericht dat antwoorden niet meer hoeft
desk-mail-status-links = Nieuwe links
desk-mail-alarm = Alarm over de mail
desk-proof-accepted = Aanvaard door de mailserver
desk-proof-bounce = Teruggekomen
desk-proof-failure = Niet afgeleverd
desk-proof-delivered = Afgeleverd, zegt de mailserver
desk-proof-read = Geopend, zegt het mailprogramma
desk-proof-yes = De vraagsteller klikte op ja
desk-proof-no = De vraagsteller klikte op nee
desk-proof-replied-yes = De vraagsteller antwoordde ja per mail
desk-proof-replied-thanks = De vraagsteller bedankte per mail
desk-proof-replied-again = De vraagsteller kwam erop terug
desk-proof-replied-more = De vraagsteller schreef nog iets nieuws
desk-proof-corrected = Rechtgezet door een medewerker
desk-proof-noted = Genoteerd door een medewerker
desk-proof-silence = Geen bezwaar binnen de termijn
desk-proof-cc = Een administratie antwoordde zelf
desk-owes-answer = moet antwoorden
desk-owes-advice = geeft advies
desk-owed-answer = kreeg de vraag
desk-owed-advice = werd om advies gevraagd
desk-progress-sent = verstuurd
desk-progress-late = nog geen antwoord, termijn voorbij
desk-progress-accepted = aanvaard
desk-progress-refused = niet voor hen
desk-progress-answered = antwoord binnen
desk-progress-withdrawn = ingetrokken
desk-progress-no-reaction = geen reactie
desk-term-first-reaction = eerste reactie
desk-term-answer = antwoord
desk-term-administration = antwoord van de administratie
desk-term-presume = sluit vanzelf
desk-term-reported = woord van de vraagsteller
desk-term-repair = een ander adres voor het antwoord
desk-term-late-answer = eerste blik op het late antwoord
desk-term-receipt = ontvangst bekend
desk-actor-colleague = een medewerker
desk-actor-program = een programma
desk-actor-asker = de vraagsteller
desk-actor-administration = de administratie
# $size: a whole number.
desk-size-kb = { $size } kB
desk-size-mb = { $size } MB

# Desk: the page of a question.
desk-form-answer = Antwoord aan vraagsteller
desk-form-readdress = Ander adres
desk-form-ask = Vraag om info
desk-form-receipt = Ontvangst noteren
desk-form-elsewhere = Elders beantwoord
desk-form-close = Afsluiten
desk-form-reopen = Heropenen
desk-done-answer = Uw antwoord vertrekt nu.
desk-done-readdress = Het antwoord vertrekt opnieuw, naar het adres dat u opgaf.
desk-done-ask = Uw vraag om informatie vertrekt nu. De termijn staat stil tot er een antwoord is.
desk-done-forward = De vraag is doorgestuurd.
desk-done-withdraw = De vraag is ingetrokken. De administratie krijgt daar een mail over.
desk-done-leave = Het antwoord blijft in het dossier en gaat niet naar de vraagsteller.
desk-done-note = Uw notitie is bewaard.
desk-done-note-nobody = Uw notitie is bewaard. Achter een @ staat een naam die geen collega heeft: daar is niemand verwittigd.
desk-done-receipt = Genoteerd: de vraagsteller heeft het antwoord.
desk-done-take-over = U hebt deze vraag overgenomen.
desk-done-release = De vraag is terug bij het loket: niemand behandelt ze.
desk-done-take = U hebt deze vraag genomen.
desk-done-close = De vraag is afgesloten.
desk-done-reopen = De vraag is weer open.
# $who: the asker, and the government they ask for or their address.
desk-thread-asker = { $who }. Geen administratie leest dit.
desk-thread-asker-watched = { $who }. U leest mee en schrijft hier niet.
# $email: the address of the administration.
desk-thread-desk = { $email }. De vraagsteller leest dit niet.
desk-message-use = Gebruik
desk-message-proposed = Voorstel van antwoord
desk-message-used = gebruikt in het antwoord
desk-message-perhaps-refusal = Dit klinkt als een weigering. Kijk na of het een antwoord is.
desk-message-doubtful = Misschien geen antwoord: automatisch verstuurd, iemand is afwezig, of we kennen de afzender niet bij dit loket. Kijk het na; de termijn loopt verder.
desk-message-acknowledges = Ontvangstbevestiging: geen antwoord, de termijn loopt verder
desk-do-refused = Is een weigering
desk-done-refused = Genoteerd: niet voor hen. De vraag is weer bij u.
desk-do-correct = Klopt niet?
desk-correct-about = Dit is gelezen in de woorden van de vraagsteller. Zet u het recht, dan staat de vraag open en telt weer wat ervoor bekend was. Het bericht en dit bewijs blijven bewaard. Was de vraag gesloten, dan krijgt de vraagsteller een mail met de nieuwe datum.
desk-correct-why = Waarom klopt het niet?
desk-correct-do = Klopt niet
desk-done-correct = Rechtgezet. De vraag staat open.
desk-do-belong = Hoort bij deze vraag
# $reference: the number of the question that the asker named.
desk-do-belong-to = Hoort bij { $reference }
# $reference: the same, which others asked.
desk-do-merge-with = Samenvoegen met { $reference }
desk-do-alone = Is een aparte vraag
desk-do-new = Is een nieuwe vraag
desk-done-belong = Het bericht staat nu bij de vraag waar het hoort.
desk-done-alone = Het is nu een vraag op zich.
desk-late-place = Er is niets gebeurd: de vraag is intussen veranderd.
# $name: the colleague who was first.
desk-late-place-by = Er is niets gebeurd. { $name } was u voor.
desk-late-place-by-me = Er is niets gebeurd. U hebt deze vraag intussen in een ander venster veranderd.
desk-event-joined = Bij vraag { $reference } gevoegd
desk-event-message-joined = Bericht uit vraag { $reference } bijgevoegd
desk-event-message-parted = Bericht werd aparte vraag { $reference }
desk-event-parted-from = Kwam uit vraag { $reference }
desk-event-sender-accepted = Onbekende afzender aanvaard
desk-event-sender-cleared = Als nieuwe vraag aanvaard
desk-message-held = wacht op nazicht, telt pas daarna mee
desk-message-stranger = Wij kennen deze afzender niet in deze vraag. Het bericht telt pas mee als een collega zegt waar het hoort.
desk-message-stranger-place = Wij kennen deze afzender niet in deze vraag: zeg waar het bericht hoort. “Hoort bij deze vraag” zet het in dit gesprek en laat het meetellen. “Is een aparte vraag” maakt er een nieuwe vraag van deze afzender van.
desk-message-aside = opzijgelegd bij het afsluiten, telt niet mee
# $name: the asker.
desk-readdress-text = Nieuw mailadres van { $name }
# $email: the address that failed.
desk-readdress-failed = Op { $email } kwam het antwoord niet aan.
desk-readdress-parts = Dit kwam niet aan en vertrekt opnieuw:
# $day: when it left; $excerpt: how it begins.
desk-readdress-part = antwoord van { $day }: { $excerpt }
desk-readdress-about-parts = Elk deel hierboven gaat ongewijzigd naar dit adres, en verdere mails ook.
desk-readdress-about = Het laatste antwoord gaat ongewijzigd naar dit adres, en verdere mails ook.
desk-readdress-same = Toch opnieuw naar hetzelfde adres
desk-readdress-do = Opnieuw versturen
# $fate: "aanvaard"; $server: the mail server; $at: when.
desk-message-fate = { $fate } door { $server }, { $at }
desk-ask-text = Wat hebt u nodig van de vraagsteller?
desk-ask-about = Dit gaat naar 1 ontvanger: { $name }. De termijn staat stil tot er een antwoord is.
desk-ask-send = Vraag sturen naar { $name }
desk-receipt-text = Wat werd er gezegd, in het kort?
desk-elsewhere-text = Wat was het antwoord, in het kort?
desk-receipt-about = De vraag sluit als beantwoord. De vraagsteller krijgt geen mail; wie, wanneer en hoe staan op de pagina van de vraagsteller.
desk-receipt-do = Ontvangst noteren
desk-elsewhere-about = De vraag sluit als beantwoord. De vraagsteller krijgt geen mail; wie, wanneer en hoe staan op diens pagina, en die kan zeggen dat het niet klopt.
desk-elsewhere-do = Antwoord noteren
desk-ladder-closed = Gesloten zonder antwoord
desk-ladder-leaving = Antwoord vertrekt
desk-ladder-none = Nog geen antwoord verstuurd
desk-ladder-part = Dit was een deel: de rest van het antwoord komt nog
desk-part-answered = deels beantwoord
desk-disowned = niet gesteld door de houder van het adres
desk-ladder-sent = Bevestigd door de vraagsteller, of vermoed na de termijn
desk-ladder-reported = De vraagsteller bevestigt nog niet
desk-ladder-undeliverable = Ander adres nodig
desk-ladder-disputed = Nieuw antwoord nodig
# $since: "sinds vandaag 9.12".
desk-ball-since = bal { $since }
desk-owes-owner = is eigenaar
desk-owed-owner = was eigenaar
desk-owes-reply = is aan zet
# $day: "vr 20 mrt".
desk-owes-by = Gevraagd tegen { $day }
# $day: "vr 15 jan".
desk-owes-promised = Zij beloven een antwoord tegen { $day }
desk-owes-call = Bel na.
desk-owner-follows = volgt op
# $day: "vr 20 mrt".
desk-owner-closed = afgesloten { $day }
# $day: "26 maart".
desk-sum-title = Waarom { $day }?
desk-sum-rule = Regel
# $what: what the term is for; $days: working days.
desk-sum-rule-value = { $what } binnen { $days } wd
desk-sum-start = Begint na
desk-sum-skipped = Weekends
desk-sum-weekends = { $days ->
    [one] 1 dag
   *[other] { $days } dagen
} niet geteld
desk-sum-end = Vervalt
desk-sum-paused = Stond stil
# $days: working days.
desk-sum-paused-days = { $days } wd, wachten op de vraagsteller
# $regions: the other regions beside the asker's municipality.
desk-asker-borders = grenst aan { $regions }
desk-asker-verified = mailt van dit adres
desk-asker-unverified = adres nog niet bewezen
desk-why-owner-unknown = Het bestuur is niet herkend, daarom ligt de vraag bij { $desk }.
desk-why-handed-over = { $who } gaf de vraag { $when } aan { $desk }.
desk-why-refused = De gevraagde administratie zei { $when } dat de vraag niet voor haar is.
# $desk: the administration that it is for, as the one that was asked said.
desk-why-refused-for = De gevraagde administratie zei { $when } dat de vraag voor { $desk } is.
desk-why-person = { $who } koos { $when } voor { $desk }; er was geen voorstel.
desk-why-person-as-proposed = { $who } koos { $when } voor { $desk }, zoals voorgesteld.
desk-why-person-in-place = { $who } koos { $when } voor { $desk }; voorgesteld was { $proposed }.
desk-why-topic-chosen = { $who } koos { $when } het thema { $topic }; er was nog geen thema.
desk-why-topic-in-place = { $who } koos { $when } het thema { $topic }; ervoor was het { $before }.
desk-why-topic-proposes = Daarom is nu { $desk } voorgesteld.
desk-why-topic-proposes-none = Daarom is er geen voorstel meer voor een ander loket.
desk-why-somebody = Een medewerker
desk-why-candidate-refused = niet voor hen
# $desk: an administration that said that the question is not theirs.
desk-forward-refused = { $desk } (zei: niet voor ons)
desk-event-registered = Geregistreerd, gesteld { $channel }
desk-event-disowned = De houder van het adres stelde deze vraag niet
# $name: who had it.
desk-event-taken-from = Overgenomen van { $name }
desk-event-released = Teruggegeven aan het loket
desk-event-taken = Genomen
desk-event-noted = Notitie geschreven
desk-event-closed = Afgesloten: { $reason }
desk-event-closing-told = De vraagsteller kreeg een mail over het afsluiten
desk-event-reopened = Heropend
desk-event-other = Gebeurtenis “{ $kind }”

# Desk: the reaches of the queue.
desk-scope-desk = Mijn loket
desk-scope-me = Van mij
desk-scope-all = Alle
desk-topic-unknown = onzeker
# $number: what was typed.
desk-search-missing = Er is geen vraag met nummer { $number }.

# Desk: what happened to a question.
desk-event-accepted = { $desk } neemt de vraag op
desk-event-answer-promised = { $desk } belooft een antwoord tegen { $day }
desk-event-answered = Antwoord verstuurd aan de vraagsteller
desk-event-asked-back = Informatie gevraagd aan de vraagsteller
desk-event-auto-reply = Automatisch antwoord ontvangen
desk-event-considered = Gewogen wie moet antwoorden: { $outcome }
desk-event-evidence = Bewijs over de ontvangst: { $proof }
desk-event-forwarded = Doorgestuurd naar { $desk }, antwoord gevraagd tegen { $day }
desk-event-mail-failed = Niet aangekomen: { $mail }
desk-event-mail-reported = Bericht van een mailserver over: { $mail }
desk-event-mail-delayed = Een melding zegt dat dit vertraagd is: { $mail }
desk-event-mail-too-large = Te groot voor de ontvanger, opnieuw verstuurd met links naar de bestanden: { $mail }
desk-event-mail-said-failed = Een melding zegt dat dit niet aankwam: { $mail }
desk-event-mail-sealed = Beveiligde mail: de tekst is hier niet te lezen
desk-event-answer-unplaced = Vastgehouden: een administratie antwoordt iemand, met ons in kopie. We kennen de vraag niet. Kijk na waar dit bij hoort.
desk-event-not-acknowledged-flood = Geen ontvangstmelding gestuurd: deze afzender stuurt veel mails in naam van anderen
desk-event-not-acknowledged = Geen ontvangstmelding gestuurd: dit leest zelf als een ontvangstmelding of herhaalt een vorig bericht, en we schreven die afzender pas nog
desk-event-mail-carried = Vastgehouden: gekomen zoals mailings, automatische berichten of uitnodigingen, of met een formulier zonder afzender. Kijk na wie wat vraagt.
desk-event-message-received = Bericht ontvangen
desk-event-names-other-ticket = De vraagsteller noemt vraag { $reference }
desk-event-overdue = Termijn voorbij: { $term }
desk-event-proposal-received = Voorstel van antwoord ontvangen van { $desk }
desk-event-notice-received = Bericht van { $desk }, misschien geen antwoord
desk-event-desk-acknowledged = { $desk } bevestigt de ontvangst
desk-event-proposal-left = Antwoord van een administratie niet gebruikt
desk-event-question-back = { $desk } stelt een vraag terug
desk-event-desk-replied = Vraag van { $desk } beantwoord
desk-event-message-passed-on = Bericht van de vraagsteller doorgegeven aan { $desk }
desk-event-message-seen = Bericht van de vraagsteller gezien
desk-event-message-set-aside = Bericht van een onbekende afzender opzijgelegd
desk-event-answered-part = Deel van het antwoord verstuurd; de rest komt nog van { $desks }
desk-event-sender-refuted = Vastgehouden: het domein van de afzender ontkent deze mail
desk-event-sender-unproven = Vastgehouden: de mailserver staat niet in voor de afzender
desk-event-receipt-changed = Ontvangst: van “{ $from }” naar “{ $to }”
desk-event-receipt-corrected = Ontvangst rechtgezet
desk-event-readdressed = Antwoord opnieuw verstuurd, naar een ander adres
desk-event-readdressed-same = Antwoord opnieuw verstuurd, naar hetzelfde adres
desk-event-refused = { $desk } zegt dat de vraag niet voor hen is
desk-event-taken-back = Ingetrokken bij { $desk }
desk-event-reminded = Herinnering verstuurd aan { $desk }
desk-event-withdrawn = Doorsturen naar { $desk } ongedaan gemaakt: de mail kwam niet aan

# Desk: what is wrong with a form, and forms that came too late.
desk-wrong-empty = Schrijf eerst iets; de tekst is leeg.
desk-wrong-reason = Kies waarom de vraag sluit.
desk-wrong-unanswered = Als beantwoord sluiten kan nog niet: er vertrok geen antwoord dat aankwam. Antwoord eerst, of noteer bij “Elders beantwoord” wie het antwoord gaf, wanneer en hoe.
desk-wrong-desk = Kies een dienst uit de lijst.
desk-wrong-two-desks = In de lijst staat een andere dienst gekozen dan die van de knop. Druk op de knop bij de lijst, of zet de lijst terug op “Kies een dienst”.
desk-wrong-asker = Van wie deze vraag komt, is niet bekend. Zeg eerst wie ze stelt, met “Vraagsteller of bestuur wijzigen”.
desk-wrong-file = Een bijlage die u koos, kan niet meer mee: ze is weg of tegengehouden. Kijk de bijlagen na en verstuur opnieuw.
desk-wrong-address = Dat is geen mailadres waar een mail naartoe kan.
desk-wrong-same-address = Op dat adres kwam het antwoord niet aan. Geef een ander adres op, of vink hieronder aan dat het toch opnieuw naar hetzelfde adres gaat.
# $desk: the administration.
desk-wrong-unreachable = Naar { $desk } kan nog geen mail vertrekken: het adres is een voorbeeld. De vraag blijft bij u.
desk-wrong-already = { $desk } heeft deze vraag al. Schrijf er iets bij om hen nog iets te laten weten.
desk-sign-in-again = Dit formulier was te oud. Meld u opnieuw aan.
desk-again-send = Toch versturen
desk-again-forward = Toch doorsturen
desk-again-withdraw = Toch intrekken
desk-again-note = Toch noteren
desk-again-close = Toch afsluiten
desk-again-reopen = Toch heropenen
desk-late-send = Uw bericht is niet verstuurd.
# $name: the colleague who was first.
desk-late-send-by = Uw bericht is niet verstuurd. { $name } was u voor.
desk-late-send-by-me = Uw bericht is niet verstuurd. U hebt deze vraag intussen in een ander venster veranderd.
desk-late-forward = De vraag is niet doorgestuurd.
desk-late-forward-by = De vraag is niet doorgestuurd. { $name } was u voor.
desk-late-forward-by-me = De vraag is niet doorgestuurd. U hebt deze vraag intussen in een ander venster veranderd.
desk-late-withdraw = De vraag is niet ingetrokken.
desk-late-withdraw-by = De vraag is niet ingetrokken. { $name } was u voor.
desk-late-withdraw-by-me = De vraag is niet ingetrokken. U hebt deze vraag intussen in een ander venster veranderd.
desk-late-note = Dit is niet genoteerd.
desk-late-note-by = Dit is niet genoteerd. { $name } was u voor.
desk-late-note-by-me = Dit is niet genoteerd. U hebt deze vraag intussen in een ander venster veranderd.
desk-late-take = U hebt de vraag niet genomen.
desk-late-take-by = U hebt de vraag niet genomen. { $name } was u voor.
desk-late-take-by-me = U hebt de vraag niet opnieuw genomen. U hebt deze vraag intussen in een ander venster veranderd.
desk-late-close = De vraag is niet afgesloten.
desk-late-close-by = De vraag is niet afgesloten. { $name } was u voor.
desk-late-close-by-me = De vraag is niet afgesloten. U hebt deze vraag intussen in een ander venster veranderd.
desk-late-reopen = De vraag is niet heropend.
desk-late-reopen-by = De vraag is niet heropend. { $name } was u voor.
desk-late-reopen-by-me = De vraag is niet heropend. U hebt deze vraag intussen in een ander venster veranderd.

# Desk: the editor.
desk-faq-state-none = nog geen ontwerp
desk-faq-state-draft = ontwerp, wacht op een redacteur
desk-faq-state-review = in nazicht
desk-faq-state-published = gepubliceerd
desk-faq-state-archived = van de site gehaald
desk-faq-asked = Gesteld
# $count: how many questions.
desk-faq-times = { $count } keer
desk-faq-governments = Besturen
desk-faq-last = Laatst gesteld
desk-faq-changed = Gewijzigd
desk-faq-published-on = Gepubliceerd
desk-faq-review = Herzien tegen
desk-faq-done-saved = Bewaard.
desk-faq-done-published = Gepubliceerd. Iedereen kan het antwoord nu lezen.
desk-faq-done-archived = Van de site gehaald. De tekst blijft bewaard.
desk-faq-no-question = Schrijf de vraag, zoals een bestuur ze zou stellen.
desk-faq-personal-address = het e-mailadres { $found }
desk-faq-personal-phone = het telefoonnummer { $found }
desk-faq-personal-name = de naam { $found }
desk-faq-personal-question = { $found }: wie dat nummer opzoekt, weet wie de vraag stelde
desk-faq-personal-refused = Nog niet bewaard: wat iedereen leest, bevat geen gegevens van personen. Haal dit weg, of verwijs naar een pagina of een dienst.
desk-faq-personal-to-go = Haal dit weg voor iedereen het leest, of verwijs naar een pagina of een dienst:
desk-faq-nobody = “{ $name }” is geen persoon: laat de naam staan
desk-faq-nobody-about = Is een naam van niemand? Dan mag hij blijven.
desk-faq-no-answer = Schrijf het antwoord.
desk-faq-late = Niet bewaard: iemand anders bewaarde dit intussen. Uw tekst staat hieronder; wat er nu staat, staat ernaast. Bewaar opnieuw om uw tekst te houden.
desk-faq-late-archive = Iemand anders wijzigde dit intussen. Kijk eerst wat er nu staat.
desk-faq-past = Dit kan niet meer in deze stap. Uw tekst staat hieronder.

## Why a question is where it is: one line made of whole sentences.
## $asker: who asks; $province: name of the province; $clue: what gave it away.
desk-why-mailbox = { $asker } hoort bij contactpunt { $province } (herkend aan mailadres { $clue }).
desk-why-domain = { $asker } hoort bij contactpunt { $province } (herkend aan maildomein { $clue }).
desk-why-address-book = { $asker } hoort bij contactpunt { $province } (afzender staat in het adresboek).
desk-why-forwarded = { $asker } hoort bij contactpunt { $province } (eerste afzender was { $clue }).
desk-why-claimed = { $asker } hoort bij contactpunt { $province } (opgegeven door de vraagsteller).
desk-why-signature = { $asker } hoort bij contactpunt { $province } (handtekening noemt { $clue }).
desk-why-own-words = { $asker } hoort bij contactpunt { $province } (de vraagsteller schrijft namens { $clue }).
desk-why-mentioned = Vermoedelijk contactpunt { $province }: de vraag noemt alleen { $clue }.
desk-why-neighbours = Vermoedelijk contactpunt { $province }: de vraag noemt { $clue } als partner of buur.
desk-why-area = Vermoedelijk contactpunt { $province }: de vraag gaat over { $clue }.
desk-why-ambiguous = Geen contactpunt gekozen: de vraag noemt { $clue } en dat kan niet allemaal de vraagsteller zijn.
desk-why-unknown = Geen contactpunt gekozen: nergens staat van welk bestuur de vraag komt.
desk-why-stated = Als bestuur is “{ $stated }” opgegeven; dat kennen wij niet.
desk-why-topic = Thema { $topic } ({ $percent }%) door: { $words }.
desk-why-topic-only = Thema { $topic } ({ $percent }%).
desk-why-rule = Thema { $topic } door de regel “{ $rule }”.
desk-why-rule-owner = De eigenaar antwoordt zelf, door de regel “{ $rule }”.
desk-why-held-off = Automatisch doorsturen stond toen uit.
desk-why-held-topic = Doorsturen wacht op een mens: zo is het voor dit thema afgesproken.
desk-why-held-unsure = Doorsturen wacht op een mens: het voorstel is niet zeker genoeg.
desk-why-held-undeliverable = Niet doorgestuurd: het adres van het loket bestaat niet echt.
desk-why-held-nothing = Er is geen voorstel voor een ander loket.

# Desk: smaller words.
desk-our-desk = Ons loket
desk-message-forwarded = De vraag is doorgestuurd met haar bijlagen, zonder extra woorden.
# $day: "10 december".
desk-sum-promised = Antwoord beloofd tegen
# A desk that must be called, and why.
desk-sum-chase-late = Nabellen: antwoordt tegen { $day }, na die datum
desk-sum-chase-since = Nabellen: antwoordt niet op tijd, sinds { $day }
desk-sum-title-answer = Antwoord verwacht tegen { $day }

# Desk: the mailroom.
desk-mailroom = Postkamer
desk-mailroom-about = Alles wat binnenkwam en waar het nu ligt. Niets verdwijnt zonder spoor.
desk-mail-tabs = Welke mail
desk-mail-tab-aside = Apart gelegd
desk-mail-tab-waiting = Wacht nog
desk-mail-tab-all = Alles
desk-mail-kind = Soort
desk-mail-source = Bron
desk-mail-day = Dag
desk-mail-at = Ontvangen
desk-mail-mail = Mail
desk-mail-what = Wat het is
desk-mail-went = Ging naar
desk-mail-table = Mails, de laatste bovenaan
desk-mail-none = Geen mail die hieraan voldoet
desk-mail-none-aside = Niets apart gelegd
desk-mail-none-about = Wat niet te lezen of niet te plaatsen is, wacht hier op een mens, met de reden erbij.
desk-mail-see-all = Alle mail bekijken
desk-mail-waits = wacht op verwerking
desk-mail-aside = apart gelegd
desk-mail-form = Formulier
desk-mail-no-subject = (zonder onderwerp)
desk-mail-not-read = (onleesbaar)
desk-kind-question = nieuwe vraag
desk-kind-reply = bericht van de vraagsteller
desk-kind-administration = bericht van een administratie
desk-kind-cc = antwoord met ons in kopie
desk-kind-auto = automatisch antwoord
desk-kind-bounce = teruggekomen mail
desk-kind-receipt = ontvangstbewijs
desk-kind-bulk = rondzending of ongewenst
desk-kind-calendar = uitnodiging
desk-kind-duplicate = dubbel
desk-kind-unreadable = niet te lezen
desk-why-mail-failure = Het meldt dat een mail niet aankwam of later komt.
desk-why-mail-receipt = Het meldt dat een mail is afgeleverd of gelezen.
desk-why-mail-not-ours = De melding gaat niet over een mail van ons.
desk-why-mail-own = Onze eigen mail kwam terug.
desk-why-mail-calendar = Het is een uitnodiging voor een agenda.
desk-why-mail-spam = De mailserver noemt het ongewenste mail.
desk-why-mail-mailing = De kopregels zijn die van een mailinglijst of een campagne.
desk-why-mail-precedence = De kopregels noemen het een rondzending.
desk-why-mail-auto-subject = Het onderwerp is dat van een automatisch antwoord.
desk-why-mail-responder = Een kopregel is van een automatische beantwoorder.
desk-why-mail-auto-submitted = De kopregel Auto-Submitted zegt dat een programma het stuurde.
desk-why-mail-return-address = Het kwam op het adres waar alleen mailsystemen naar schrijven.
desk-why-mail-null-sender = Het is een antwoord zonder afzender op de envelop.
desk-why-mail-auto-text = De tekst zegt dat het een automatisch antwoord is.
desk-why-mail-mail-system = Een mailsysteem stuurde het.
desk-why-mail-stranger = Iemand die niet bij de vraag hoort, noemt haar nummer.
desk-why-mail-asker = Het komt van de vraagsteller of een collega.
desk-why-mail-passed-on = Een loket stuurt een mail van de vraagsteller door.
desk-why-mail-desk-to-asker = Een loket schrijft aan de vraagsteller.
desk-why-mail-desk-to-us = Een loket van de vraag schrijft aan ons.
desk-why-mail-desk-in-copy = Een loket schrijft aan iemand, met ons in kopie.
desk-why-mail-person = Het hoort bij geen vraag en geen programma stuurde het: iemand vraagt iets.
desk-why-mail-decided = Een medewerker besliste het.
desk-why-mail-refuted = De mailserver zegt dat het niet komt van het domein dat het noemt.
desk-why-mail-unproven = De mailserver staat niet in voor het domein dat het noemt.
desk-why-mail-sealed = Het is beveiligd en hier niet te lezen.
desk-why-mail-carried = Een verzenddienst, een machine of een formulier bracht het, en het lijkt een vraag.
desk-why-mail-stops = Het programma dat dit bericht leest, stopt er telkens door.
desk-why-mail-empty = Het bericht is leeg.
desk-why-mail-headers = Dit lijkt niet op een mail: er zijn geen kopregels.
desk-why-mail-large = Het bericht is te groot om te lezen.
# $reason: what the program logged.
# $folder and $account: where the message itself is.
desk-why-mail-left = Te groot om over te nemen: alleen de kopregels zijn hier. Het bericht zelf staat in de map { $folder } van { $account }.
desk-why-mail-headers-only = Te groot om over te nemen: alleen de kopregels zijn hier.
desk-why-mail-failed = De verwerking mislukte vijf keer. Technische melding: { $reason }
desk-mail-why = Waarom apart gelegd?
desk-mail-raw = Oorspronkelijke mail
desk-mail-download = Downloaden
desk-mail-left-out = bevat een bestand dat niet op virussen te controleren was
desk-mail-infected = bevat een virus
# $count: how many headers.
desk-mail-headers = { $count ->
    [one] 1 kopregel
   *[other] { $count } kopregels
}
# $shown, $all: sizes.
desk-mail-cut = Hier staan de eerste { $shown } van { $all }. Download de mail voor de rest.
desk-mail-do = Wat wilt u doen
desk-mail-as-question = Nieuwe vraag van maken
desk-mail-as-question-about = De vraag wordt geregistreerd met wat te lezen is. Een mens krijgt een ontvangstmelding, een rondzending nooit.
desk-mail-as-reply-label = Of het hoort bij vraag nummer
desk-mail-as-reply = In die vraag zetten
desk-mail-as-auto = Automatisch antwoord
desk-mail-as-bulk = Niets mee doen
desk-mail-again = Verwerk opnieuw
desk-mail-again-about = Regiovraag beslist dan zelf, met wat het vandaag kent.
desk-mail-known = Over deze mail
desk-mail-sender = Afzender
desk-mail-from = Van
desk-mail-marks = Bijzonder
desk-mail-all-of-ticket = Alle mail van deze vraag
desk-mail-all-of-sender = Alle mail van deze afzender
desk-mail-done = Verwerkt
desk-mail-because = Omdat
desk-mail-decided = Beslist
desk-mail-by-person = door een medewerker
desk-mail-kept = Bewaard
# $size: a size; $sha: the start of a digest.
desk-mail-kept-value = { $size }, sha256 { $sha }
desk-mail-again-of = Dubbel van
desk-mail-first = de eerste mail
# $count: how often.
desk-mail-handovers = { $count ->
    [one] 1 keer overhandigd
   *[other] { $count } keer overhandigd
}
desk-mail-events = Wat ermee gebeurde
# $at: when; $who: a colleague; $ticket: the number of a question.
desk-mail-did-question = { $at }: { $who } maakte er een vraag van.
desk-mail-did-reply = { $at }: { $who } zette het in { $ticket }.
desk-mail-did-auto = { $at }: { $who } noemde het een automatisch antwoord.
desk-mail-did-bulk = { $at }: { $who } deed er niets mee.
desk-mail-did-again = { $at }: { $who } liet het opnieuw verwerken.
desk-mail-wrong-number = Er is geen vraag met dat nummer. Er is niets veranderd.
desk-mail-late = Over deze mail is intussen beslist. Er is niets veranderd; dit is hoe ze nu staat.
desk-mail-done-question = Er is een vraag van gemaakt.
desk-mail-done-reply = De mail staat in de vraag.
desk-mail-done-aside = De mail blijft bewaard, er gebeurt niets mee.
desk-mail-done-again = De mail is opnieuw verwerkt.

# Desk: the balance of the mail.
desk-balance-folders = Mailboxen, geteld tegen wat wij hebben
desk-balance-present = In de map
desk-balance-known = Hier gekend
desk-balance-missing = Ontbreekt
desk-balance-counted-on = Geteld
desk-balance-uncounted = nog niet geteld
desk-balance = Balans van de mail
desk-balance-short = Balans
desk-balance-today = Balans van vandaag
desk-balance-open = Per bron en per dag
# $day: "donderdag 12 maart".
desk-balance-of = Balans van { $day }
desk-balance-earlier = Dag eerder
desk-balance-later = Dag later
desk-balance-show = Tonen
desk-balance-handed = Overhandigd
desk-balance-questions = Nieuwe vragen
desk-balance-follow-ups = Vervolg
desk-balance-automatic = Automatisch
desk-balance-receipts = Ontvangst
desk-balance-quarantined = Apart gelegd
desk-balance-duplicates = Dubbel
desk-balance-waiting = Wacht nog
desk-balance-difference = Verschil
desk-balance-about = Wat een bron overhandigde, moet ergens zijn. Een verschil is een mail die bewaard is en toch nergens ligt.
# $at: when.
desk-balance-counted = Deze cijfers zijn van { $now }, toen u de pagina opende. Voor het alarm wordt ook elke vijf minuten geteld, laatst { $at }.
desk-balance-counted-now = Deze cijfers zijn van { $now }, toen u de pagina opende.
desk-balance-sources = Per bron
desk-balance-nothing = Op deze dag kwam niets binnen.
desk-balance-adrift = Nergens terug te vinden
# $shown: how many are listed; $all: how many there are.
desk-balance-adrift-some = De eerste { $shown } van { $all }.
desk-balance-why = Waarom
desk-balance-health = Bronnen
desk-balance-no-source = Nog geen enkele bron gaf iets door.
desk-adrift-waits = wacht al meer dan een uur op verwerking
desk-adrift-message = heet een vraag of een antwoord, maar staat in geen enkele vraag
desk-adrift-first = heet dubbel, maar van welke mail is niet bekend
desk-adrift-kind = is verwerkt, maar als wat is niet bekend
# $since: when.
desk-source-ended = niet meer in gebruik
desk-source-ended-about = Ze staat niet meer in de instellingen. Wat ze bracht, blijft geteld.
desk-source-unwatched = niet meer bekeken sinds { $since }
desk-source-unwatched-about = Kijk na of regiovraag er draait met de juiste instellingen.
desk-source-fails = levert niets meer sinds { $since }
# $mails: how many.
desk-source-left = { $mails ->
    [one] 1 bericht blijft liggen
   *[other] { $mails } berichten blijven liggen
}
desk-source-left-about = te groot om over te nemen, of niet aan ons gegeven
desk-source-works = werkt
desk-source-failure = Technische melding: { $words }
# $at: when.
desk-source-seen = laatst bekeken { $at }
desk-source-quiet = gaf mail door en meldt zelf niets
desk-alarm-look = Bekijk de balans

# Desk: many questions of one address.
desk-section-flood = Veel vragen ineens
desk-section-flood-about = elke vraag is geregistreerd, samen staan ze hier als één regel
# $count: how many; $email: whose; $since: "sinds vandaag 9.12".
desk-flood-title = { $count ->
    [one] 1 vraag
   *[other] { $count } vragen
} van { $email } { $since }
desk-flood-about = Deze vragen kwamen binnen een uur van hetzelfde adres. Elke vraag heeft haar nummer en haar termijn. Wie er een neemt of beantwoordt, haalt ze uit deze lijst.
desk-flood-empty = Geen vragen meer in deze lijst
desk-flood-question = Vraag
desk-flood-number = Nummer
# $count: how many are on the page.
desk-flood-close = { $count ->
    [one] Deze vraag afsluiten als ongewenste mail
   *[other] Deze { $count } vragen afsluiten als ongewenste mail
}
desk-flood-close-about = Er vertrekt geen mail. Een antwoord van de vraagsteller heropent een vraag.
desk-flood-done = De vragen op de pagina zijn afgesloten.
desk-flood-partly = Vragen die intussen veranderden, zijn niet afgesloten. Bekijk wat hier nog staat.

# Desk: questions that go on with a closed one, and files that were scanned.
desk-event-follows = Vervolgt afgesloten vraag { $reference }
desk-event-followed-by = Kreeg een vervolg in vraag { $reference }
desk-ticket-follows = vervolg op
desk-ticket-followed-by = vervolg in
# $why: what the scanner said.
desk-file-stuck = de virusscanner kan het niet controleren: { $why }
# $why: what the scanner said.
desk-file-left-out = weggelaten, niet te controleren op virussen: { $why }
# $size: a size.
desk-file-damaged = { $size }, beschadigd aangekomen
desk-file-waiting = nog niet gecontroleerd
# $name: the name of what was found.
desk-file-infected = virus: { $name }

# Desk: what a colleague notes of an answer that was given elsewhere. $how: "per telefoon"; $day: a date.
desk-noted-by = Met wie sprak u?
desk-noted-by-elsewhere = Wie gaf het antwoord?
desk-noted-on = Op welke dag?
desk-noted-how = Hoe?
desk-noted-internal = De tekst zelf blijft bij het loket.
desk-noted-details = { $how } door { $by } op { $day }
desk-noted-details-ours = { $how } gezegd door { $by } op { $day }
desk-told-phone = per telefoon
desk-told-meeting = op een overleg
desk-told-mail = per mail, buiten deze vraag om
desk-told-otherwise = op een andere manier
desk-wrong-noted-by = Schrijf wie het was, in hoogstens 200 tekens.
desk-wrong-noted-on = Kies de dag.
desk-wrong-noted-future = Die dag moet nog komen. Kies vandaag of een dag die voorbij is.
desk-wrong-noted-before = Die dag ligt voor de vraag gesteld werd.
desk-wrong-noted-how = Kies hoe het gezegd werd.
desk-wrong-noted-what = Schrijf in het kort wat er gezegd werd.

# Desk: doubles. $reference: the number of the other question.
desk-close-of = Nummer van de andere vraag, als deze dubbel is
desk-close-of-about = De vraagsteller krijgt een mail dat beide samen behandeld worden. Is de andere vraag van een ander bestuur, dan staat er niets over die vraag in.
desk-wrong-double-missing = Geef het nummer van de vraag waarvan deze een dubbel is.
desk-wrong-double-unknown = Er is geen vraag met nummer { $reference }.
desk-wrong-double-itself = { $reference } is deze vraag zelf. Geef het nummer van de andere.
desk-wrong-double-circle = { $reference } is zelf als dubbel van deze vraag afgesloten.
desk-wrong-double-answered = { $reference } is al beantwoord. Deze vraagsteller heeft dat antwoord niet: geef het hier ook.
desk-wrong-double-given-up = { $reference } is zonder antwoord afgesloten. Open die vraag opnieuw, of geef een ander nummer.
desk-ticket-double-of = samen behandeld met
desk-ticket-doubles = hierbij hoort dubbele vraag
desk-event-doubles = Dubbel van vraag { $reference }; de vraagsteller kreeg een mail
desk-event-doubled-by = Vraag { $reference } is afgesloten als dubbel van deze
desk-event-original-answered = Vraag { $reference } is beantwoord: geef het antwoord hier ook
desk-event-original-given-up = Vraag { $reference } is zonder antwoord afgesloten; deze vraag staat weer open

# Desk: a question back of an administration. $desk: its name.
desk-step-answer-desk = Vraag van { $desk }
desk-step-answer-a-desk = Vraag van een administratie
desk-message-asks = Vraag terug, wacht op uw antwoord
desk-message-new = Nieuw bericht
# $who: a colleague; $when: "vandaag, 9.12"; $desk: an administration.
desk-message-seen-by = Gezien door { $who }, { $when }
desk-message-set-aside-by = Opzijgelegd door { $who }, { $when }
desk-message-passed-on-by = Doorgegeven aan { $desk } door { $who }, { $when }
desk-message-reply = Antwoord

# Desk: what happened, with what is known of it.
desk-event-reopened-because = Heropend: { $receipt }
desk-event-evidence-noted = Bewijs over de ontvangst: { $proof }, { $how } op { $day }
desk-event-answered-from-proposal = Antwoord van een administratie verstuurd aan de vraagsteller
desk-event-mail-accepted = Aanvaard door de mailserver: { $mail }
desk-event-mail-delivered = Afgeleverd, zegt de mailserver: { $mail }
desk-event-mail-read = Geopend, zegt het mailprogramma: { $mail }
desk-event-taken-back-answered = Ingetrokken bij { $desk }: de vraag heeft haar antwoord
desk-event-taken-back-closed = Ingetrokken bij { $desk }: de vraag is afgesloten
desk-considered-automatic = vanzelf doorgestuurd
desk-considered-proposed = voorstel om door te sturen
desk-considered-stay = blijft bij het contactpunt
desk-considered-person = keuze van een medewerker
desk-mail-one = een mail van ons
desk-mail-duplicate = Bericht dat de vraag dubbel is
desk-mail-closing = Bericht dat de vraag is afgesloten
desk-mail-reopening = Bericht dat de vraag weer open is

# Desk: conversations with the same administration. $number: which one; $from, $to: days.
desk-turn = { $number }e toewijzing
desk-turn-open = { $turn }, sinds { $from }
desk-turn-over = { $turn }, { $state } op { $to }
desk-turns-over = Eerdere gesprekken ({ $count })

# FAQ: the steps from draft to published, and looking again. $day: a date.
desk-faq-list-review = Nazicht
desk-faq-list-due = Opnieuw na te kijken
desk-faq-list-begun = Losse ontwerpen
desk-faq-list-groups = Terugkerend
desk-faq-list-published = Gepubliceerd
desk-faq-state-due = na te kijken sinds { $day }
desk-faq-submit-about = Een redacteur leest het ontwerp na en publiceert het, of stuurt het terug.
desk-faq-submit = Bewaren en laten nalezen
desk-faq-remark = Teruggestuurd met deze opmerking
desk-faq-remark-label = Wat moet er nog aan veranderen?
desk-faq-send-back = Terugsturen
desk-faq-reviewed-about = Klopt dit antwoord nog? Pas het aan, of bevestig het voor een jaar.
desk-faq-reviewed = Klopt nog
desk-faq-done-submitted = Bewaard. Het ontwerp wacht op nazicht.
desk-faq-done-sent-back = Teruggestuurd met uw opmerking.
desk-faq-done-reviewed = Bevestigd voor een jaar.
desk-faq-no-remark = Schrijf wat er nog aan moet veranderen.

# Desk: several questions at once. $reference: a number; $desk, $email: who would get a mail; $done, $left: how many.
desk-bulk = Met de gekozen vragen
desk-bulk-chosen = # gekozen
desk-bulk-choose = Kies { $reference }
desk-bulk-choose-all = Kies alle vragen op dit scherm
desk-bulk-forward = Doorsturen zoals voorgesteld
desk-bulk-forward-about = Elke vraag vertrekt naar de administratie die ervoor voorgesteld is. Een vraag zonder voorstel blijft staan.
desk-bulk-take = Nemen
desk-bulk-assign = Toewijzen
desk-bulk-assign-about = De collega vindt deze vragen onder “Van mij”. Er vertrekt geen mail.
desk-bulk-topic = Thema wijzigen
desk-bulk-topic-about = Alle gekozen vragen krijgen hetzelfde thema. Er vertrekt geen mail.
desk-bulk-close = Afsluiten
desk-bulk-close-about = Alle gekozen vragen worden met dezelfde reden afgesloten, zonder antwoord. Een administratie die nog bezig is, krijgt bericht dat het niet meer hoeft.
desk-bulk-clear = Wissen
desk-bulk-cancel = Terug zonder iets te doen
desk-bulk-back = Terug naar de wachtrij
desk-bulk-none = Er is geen vraag gekozen.
desk-bulk-forward-done = { $count ->
    [one] U stuurde 1 vraag door.
   *[other] U stuurde { $count } vragen door.
}
desk-bulk-take-done = { $count ->
    [one] U nam 1 vraag.
   *[other] U nam { $count } vragen.
}
desk-bulk-assign-done = { $count ->
    [one] U wees 1 vraag toe aan een collega.
   *[other] U wees { $count } vragen toe aan een collega.
}
desk-bulk-topic-done = { $count ->
    [one] U gaf 1 vraag een thema.
   *[other] U gaf { $count } vragen een thema.
}
desk-bulk-knelpunt-done = { $count ->
    [one] U gaf 1 vraag het label knelpunt.
   *[other] U gaf { $count } vragen het label knelpunt.
}
desk-bulk-close-done = { $count ->
    [one] U sloot 1 vraag af.
   *[other] U sloot { $count } vragen af.
}
desk-bulk-partly = Gelukt bij { $done }. Niet gelukt bij { $left }: daar is niets veranderd.
desk-bulk-table = De gekozen vragen
desk-bulk-then = Wat er gebeurt
desk-bulk-now = Nu
desk-bulk-now-and-mail = Nu, en wie een mail krijgt
desk-bulk-close-mail = { $status }; mail naar { $email }, behalve bij ongewenste mail
desk-bulk-close-silent = { $status }; geen mail
desk-bulk-why-not = Waarom niet
desk-bulk-to = Naar { $desk }, { $email }
desk-bulk-no-proposal = Geen voorstel, blijft staan
desk-bulk-nobody = Van niemand
desk-bulk-comment = Een woord voor de administraties (mag leeg blijven)
desk-bulk-late = Iemand heeft deze vraag intussen veranderd. Open ze en kijk na.
desk-bulk-refused = Deze vraag is van een ander loket.
desk-bulk-failed = Hier ging iets mis: probeer het straks opnieuw.
desk-bulk-unreached = Hier kwamen we niet meer aan toe.
desk-key-choose = kiezen

# Desk: who handles a question and what it is about. $name: a colleague; $topic: a topic.
desk-do-assign = Toewijzen aan een collega
desk-assign-to = Collega
desk-assign-choose = Kies een collega
desk-done-assign = De vraag is toegewezen.
desk-event-assigned = Toegewezen aan { $name }
# $name: the colleague who has it.
desk-wrong-handled = De vraag is van { $name }. Open ze om ze over te nemen.
desk-wrong-colleague = Kies een collega die aan dit loket werkt.
desk-do-owner = Ander loket
desk-owner-is = Loket
desk-owner-choose = Kies een loket
desk-owner-do = Aan dit loket geven
desk-owner-about = Dat loket staat voortaan in voor de vraag. Wie ze nu heeft om te antwoorden of te adviseren, houdt ze. De vraagsteller ziet op de statuspagina welk contactpunt het is.
desk-done-owner = De vraag is aan dat loket gegeven.
desk-wrong-owner = Kies een ander contactpunt of het centrale loket.
desk-do-topic = Thema wijzigen
desk-topic-is = Thema
desk-topic-choose = Kies een thema
desk-done-topic = Het thema is gewijzigd.
desk-event-topic-set = Thema gewijzigd in { $topic }
desk-wrong-topic = Kies een thema uit de lijst.

desk-live-lost = De verbinding is weg: deze pagina kan verouderd zijn.
desk-live-out = U bent intussen afgemeld: meld u opnieuw aan.
desk-live-count = { $scope }: { $count }
desk-live-ticket = Er kwam iets bij: het verloop van deze vraag telt nu { $count } { $count ->
    [one] stap
   *[other] stappen
}.
desk-present-reading = { $name } kijkt mee
desk-present-writing = { $name } schrijft
desk-stale = Er is intussen iets veranderd in deze vraag: lees het eerst na. Wat u typte, blijft bewaard.
desk-stale-again = Verder met de nieuwe stand
desk-doubt-bounces = { $count ->
    [one] De laatste mail naar dit adres kwam niet aan.
   *[other] De laatste { $count } mails naar dit adres kwamen niet aan.
}
desk-doubt-silent = Dit loket liet de laatste { $count } vragen zonder reactie voorbijgaan.
desk-forward-doubt = { $desk } – let op: { $doubt }
desk-why-held-doubt = Doorsturen wacht op een mens: het adres van het loket is twijfelachtig.
# A question that a colleague writes down for somebody.
desk-new = Nieuwe vraag
desk-new-about = Voor een vraag die niet per mail of met het formulier kwam: aan de telefoon, op een overleg of in uw eigen postvak.
desk-new-asked = De vraag
desk-new-way = Hoe werd ze gesteld?
desk-new-way-phone = Per telefoon
desk-new-way-meeting = Op een overleg
desk-new-way-mailbox = In een eigen postvak
desk-new-way-help = Kwam ze per mail? Stuur die mail dan door naar { $address }: zo blijven de mail en haar bijlagen bewaard.
desk-new-mail = E-mailadres van de vrager
desk-new-mail-help = Daar gaat het antwoord naartoe. Typ het begin van het adres of de naam, of de hele familienaam, van wie al eens iets vroeg.
desk-new-name = Naam van de vrager
desk-new-organisation = Bestuur
desk-new-organisation-help = Mag leeg blijven als het uit het e-mailadres blijkt.
desk-new-subject = Onderwerp
desk-new-question = Vraag
desk-new-question-help = De vrager leest dit op de eigen pagina: schrijf ze zoals de vrager ze zou stellen.
desk-new-topic = Thema
desk-new-topic-none = Laat regiovraag kiezen
desk-new-told = Ontvangstmelding
desk-new-told-yes = Stuur de vrager het nummer van de vraag
desk-new-answered = Al beantwoord?
desk-new-answered-about = Vul dit alleen in als de vrager het antwoord al heeft. De vraag wordt dan meteen als beantwoord afgesloten en gaat naar niemand door. De vrager leest op de eigen pagina wat u noteert, behalve de inhoud, en kan zeggen dat het niet klopt.
desk-new-choose = Kies
desk-new-do = Registreren
desk-new-cancel = Annuleren
desk-new-done = Geregistreerd.
desk-new-wrong = { $count ->
    [one] Er moet nog iets worden verbeterd:
   *[other] Er moeten nog { $count } dingen worden verbeterd:
}
desk-new-wrong-way = Kies hoe de vraag werd gesteld.
desk-new-wrong-mail = Vul een volledig e-mailadres in, zoals naam@gemeente.be. Is er geen? Neem dan het algemene adres van het bestuur.
desk-new-wrong-name = Vul de naam van de vrager in, in hoogstens 200 tekens.
desk-new-wrong-organisation = Maak de naam van het bestuur korter dan 200 tekens.
desk-new-wrong-subject = Vul het onderwerp in, in hoogstens 200 tekens.
desk-new-wrong-question = Schrijf de vraag op, in hoogstens 50.000 tekens.
desk-channel-mailbox = in een eigen postvak
desk-event-put-for-asker = Opgeschreven voor de vrager
desk-key-new = nieuwe vraag

# Desk: what was sent and can be called back. $what: answer, request, forward or consult; $who: a colleague; $to: the
# administration that a question goes to; $seconds: a number.
desk-pending-mine = { $what ->
    [answer] Uw antwoord vertrekt over { $seconds } s.
    [forward] Uw bericht aan { $to } vertrekt over { $seconds } s.
    [consult] Uw vraag om advies aan { $to } vertrekt over { $seconds } s.
    [readdress] Uw antwoord vertrekt opnieuw, naar { $to }, over { $seconds } s.
    [pass_on] Wat u doorgeeft aan { $to }, vertrekt over { $seconds } s.
   *[other] Uw bericht aan de vraagsteller vertrekt over { $seconds } s.
}
desk-pending-mine-now = { $what ->
    [answer] Uw antwoord vertrekt nu.
    [forward] Uw bericht aan { $to } vertrekt nu.
    [consult] Uw vraag om advies aan { $to } vertrekt nu.
    [readdress] Uw antwoord vertrekt nu opnieuw, naar { $to }.
    [pass_on] Wat u doorgeeft aan { $to }, vertrekt nu.
   *[other] Uw bericht aan de vraagsteller vertrekt nu.
}
desk-pending-theirs = { $what ->
    [answer] Het antwoord van { $who } vertrekt over { $seconds } s.
    [forward] Een bericht van { $who } aan { $to } vertrekt over { $seconds } s.
    [consult] Een vraag om advies van { $who } aan { $to } vertrekt over { $seconds } s.
    [readdress] { $who } stuurt het antwoord opnieuw, naar { $to }: het vertrekt over { $seconds } s.
    [pass_on] Wat { $who } doorgeeft aan { $to }, vertrekt over { $seconds } s.
   *[other] Een bericht van { $who } aan de vraagsteller vertrekt over { $seconds } s.
}
desk-pending-theirs-now = { $what ->
    [answer] Het antwoord van { $who } vertrekt nu.
    [forward] Een bericht van { $who } aan { $to } vertrekt nu.
    [consult] Een vraag om advies van { $who } aan { $to } vertrekt nu.
    [readdress] { $who } stuurt het antwoord opnieuw, naar { $to }: het vertrekt nu.
    [pass_on] Wat { $who } doorgeeft aan { $to }, vertrekt nu.
   *[other] Een bericht van { $who } aan de vraagsteller vertrekt nu.
}
desk-pending-words = Wat er vertrekt
# $who: one who gets it, with their address.
desk-pending-to = Aan: { $who }
desk-pending-conflict = Niet verstuurd. { $name } was u voor: dat bericht vertrekt zo dadelijk.
desk-pending-soon = vertrekt zo dadelijk
desk-undo = Ongedaan maken
desk-undo-done = Niet verstuurd. Uw tekst staat weer in het formulier.
desk-undo-late = Te laat: het is al vertrokken.
desk-undo-leaving = Te laat: het vertrekt op dit moment.
# $when: the moment at which it would have left: the question may have been answered since.
desk-draft-called-back = { $what ->
    [answer] Concept: u hield uw antwoord tegen ({ $when }). Deze tekst is niet verstuurd.
    [forward] Concept: u riep het doorsturen terug ({ $when }). Wat hierin staat, is niet verstuurd.
    [consult] Concept: u hield uw vraag om advies tegen ({ $when }). Deze tekst is niet verstuurd.
    [readdress] Concept: u hield tegen dat het antwoord opnieuw vertrok ({ $when }). Toen is niets verstuurd.
    [pass_on] Concept: u hield tegen wat u doorgaf ({ $when }). Deze tekst is niet verstuurd.
   *[other] Concept: u hield uw bericht aan de vraagsteller tegen ({ $when }). Deze tekst is niet verstuurd.
}
# $why: one of the desk-unsent- texts.
desk-draft-unsent = { $what ->
    [answer] Uw antwoord is niet verstuurd: { $why }. Uw tekst staat in het concept.
    [forward] De vraag is niet doorgestuurd: { $why }. Uw tekst staat in het concept.
    [consult] Uw vraag om advies is niet verstuurd: { $why }. Uw tekst staat in het concept.
    [readdress] Het antwoord is niet opnieuw verstuurd: { $why }. Het adres staat in het concept.
    [pass_on] Wat u doorgaf, is niet verstuurd: { $why }. Uw tekst staat in het concept.
   *[other] Uw bericht aan de vraagsteller is niet verstuurd: { $why }. Uw tekst staat in het concept.
}
# $words: what became of it, as desk-draft-unsent says it.
desk-unsent-in = { $reference }: { $words }
desk-unsent-changed = de vraag is intussen gewijzigd
desk-unsent-closed = de vraag is intussen afgesloten
desk-unsent-file = een bijlage is er niet meer of mag niet mee
desk-unsent-not-allowed = u mag dat niet meer
desk-unsent-failed = er liep iets mis bij het versturen
desk-draft-open = Concept openen
desk-draft-discard = Weggooien
desk-draft-discarded = Het concept is weggegooid.
# $who: whose words they were.
desk-event-not-sent = { $what ->
    [answer] Het antwoord van { $who } is niet verstuurd: { $why }
    [forward] Wat { $who } wou doorsturen, is niet verstuurd: { $why }
    [consult] De vraag om advies van { $who } is niet verstuurd: { $why }
    [readdress] Het antwoord dat { $who } opnieuw stuurde, is niet verstuurd: { $why }
    [pass_on] Wat { $who } wou doorgeven, is niet verstuurd: { $why }
   *[other] Het bericht van { $who } aan de vraagsteller is niet verstuurd: { $why }
}

# Desk: another asker.
desk-asker-change = Vraagsteller of bestuur wijzigen
desk-asker-who = Wie vraagt dit?
desk-asker-mail = E-mailadres van de vraagsteller
desk-asker-mail-help = Een ander adres is een andere vraagsteller. Typ het begin van het adres of de naam, of de hele familienaam, van wie al eens iets vroeg.
desk-asker-organisation-help = Kies een bestuur uit de lijst. Laat leeg als de vraag van geen bestuur komt.
desk-asker-look = Bekijk wat er verandert
desk-asker-follows = Wat er verandert
desk-asker-follows-mail = Mails over deze vraag gaan voortaan naar { $address }.
desk-asker-follows-name = De naam blijft die van wie tot nu vroeg: { $name }. Vraagt iemand anders, verander dan ook de naam.
desk-asker-follows-former = { $address } krijgt niets meer over deze vraag. Ook wat nog moest vertrekken, blijft hier.
desk-asker-follows-thread = Het gesprek tot nu blijft staan zoals het is. Met de nieuwe vraagsteller begint een eigen gesprek: die leest de vraag, en niets van wat daarna geschreven is.
desk-asker-follows-links = De links die { $address } kreeg, werken niet meer.
desk-asker-follows-same = { $address } blijft de vraagsteller: het gesprek en de links blijven.
desk-asker-follows-organisation = De vraag staat voortaan op naam van { $organisation }.
desk-asker-follows-no-organisation = De vraag staat voortaan op naam van geen enkel bestuur.
desk-asker-follows-owner = { $desk } blijft eigenaar van de vraag.
desk-asker-owner = Wie is voortaan eigenaar?
desk-asker-owner-moves = { $desk }, het contactpunt van de provincie van dit bestuur
desk-asker-owner-stays = { $desk }, zoals nu
desk-asker-do = Wijzigen
desk-asker-done = De wijziging is bewaard.
desk-asker-closed = Deze vraag is beantwoord of afgesloten. Heropen ze eerst.
desk-asker-changed = Deze vraag is intussen gewijzigd. Kijk na of uw wijziging nog klopt en bevestig opnieuw.
desk-asker-wrong-organisation = Er is geen bestuur met deze naam. Kies er een uit de lijst.
desk-asker-wrong-same = Zo staat het al: kies een andere vraagsteller of een ander bestuur.
desk-former = Gesprekken met vorige vraagstellers
desk-former-with = Vorige vraagsteller: { $name }
desk-former-readers = Gesprek met { $address }, afgelopen.
desk-event-asker = De vraagsteller is gewijzigd
desk-event-asker-of = De vraagsteller is gewijzigd: iemand van { $organisation }
desk-event-asker-organisation = Het bestuur is gewijzigd: { $organisation }
desk-event-asker-no-organisation = Het bestuur is weggehaald
desk-event-owner-changed = { $desk } is voortaan eigenaar

# Desk: the label knelpunt, and a list as a table. $instrument: a decree or another instrument.
desk-knelpunt = Knelpunt
desk-knelpunt-of = Knelpunt: { $instrument }
desk-knelpunt-set = Als knelpunt labelen
desk-knelpunt-change = Label wijzigen
desk-knelpunt-instrument = Decreet of instrument
desk-knelpunt-help = Welke regel of welk instrument staat besturen in de weg? Kies liefst een naam die al gebruikt is.
desk-knelpunt-do = Bewaren
desk-knelpunt-remove = Label weghalen
desk-knelpunt-done = Het label is bewaard.
desk-knelpunt-removed = Het label is weggehaald.
desk-knelpunt-late = Niet bewaard: de vraag is intussen gewijzigd. Kijk na en probeer opnieuw.
desk-knelpunt-wrong = Niet bewaard: noem het decreet of instrument in 1 tot 200 tekens.
desk-filter-knelpunt = Knelpunt
desk-filter-knelpunt-all = Alle knelpunten
desk-event-knelpunt-set = Gelabeld als knelpunt: { $instrument }
desk-event-knelpunt-removed = Label knelpunt weggehaald: { $instrument }
desk-new-knelpunt = Knelpunt: decreet of instrument
desk-new-knelpunt-help = Laat leeg als de vraag geen knelpunt in een regel of instrument toont.
desk-new-wrong-knelpunt = Noem het decreet of instrument in hoogstens 200 tekens.
desk-export = Exporteren
desk-export-about = De vragen van deze lijst als tabel (CSV) voor Excel, zonder namen of adressen.
desk-export-closed = Ook afgesloten vragen
desk-export-with-subject = Met het onderwerp, zoals de vraagsteller het schreef
desk-export-do = Tabel ophalen
desk-export-name = vragen
desk-export-number = Nummer
desk-export-date = Datum
desk-export-organisation = Bestuur
desk-export-region = Regio
desk-export-topic = Thema
desk-export-instrument = Decreet of instrument
desk-export-status = Status
desk-export-subject = Onderwerp
# Desk: two questions that are one case. $source, $target, $reference: numbers; $desk: a desk; $email: an address.
desk-more = Meer
desk-back-to = Terug naar { $reference }
desk-follows = Wat er dan gebeurt
desk-also-to = Ook, in een eigen mail
desk-merge = Samenvoegen
desk-merge-about = Gaan twee vragen over hetzelfde dossier, dan gaat de ene verder in de andere. Er wordt niets verplaatst: elk gesprek blijft waar het is.
desk-merge-number = Nummer van de vraag die verdergaat
desk-merge-number-help = Alleen de cijfers mag ook.
desk-merge-next = Verder
desk-merge-earlier = Openstaande vragen van dezelfde vraagsteller of hetzelfde bestuur
desk-merge-both = { $source } gaat verder in { $target }
desk-merge-source = Gaat mee in de andere
desk-merge-target = Gaat verder
desk-merge-turned = Omgekeerd: { $source } gaat verder in { $target }
desk-merge-numbered = Nummer
desk-merge-asked = Gesteld op
desk-merge-due = Termijn
desk-merge-status = Status
desk-merge-other = Een ander bestuur
# $who: who asks, and for whom.
desk-merge-confirm = De vraag van { $who } gaat over hetzelfde dossier
desk-merge-told = Mail aan de vraagsteller
desk-merge-tell = Meld aan { $email } dat beide vragen samen behandeld worden
desk-merge-why = Toelichting voor collega’s
desk-merge-do = Samenvoegen met { $target }
desk-merge-stale = Een van beide vragen veranderde intussen. Kijk na wat er nu staat en voeg dan opnieuw samen.
desk-merge-follows-closed = Deze vraag wordt afgesloten. Haar gesprek staat op de pagina van { $target }.
desk-merge-follows-asker = { $email } krijgt een mail dat de vraag samen met een andere behandeld wordt, en later het antwoord in een eigen mail.
desk-merge-follows-desk = { $desk } krijgt een mail dat het op deze vraag niet meer hoeft te antwoorden.
desk-merge-follows-same-desk = { $desk } heeft de andere vraag ook en krijgt geen mail.
desk-merge-follows-due = De vroegste van de twee termijnen telt.
desk-merge-follows-mail = Een antwoord op een mail van deze vraag komt voortaan bij de andere terecht.
# $days: how many.
desk-merge-follows-undo = U kunt dit { $days } dagen lang ongedaan maken, zolang er niet geantwoord is.
desk-done-merge = De vragen zijn samengevoegd.
desk-unmerge-do = Samenvoegen ongedaan maken
# $target: the question that it goes on in.
desk-unmerge-about = Deze vraag gaat nu verder in { $target }. Daarna zijn het weer twee vragen.
desk-unmerge-follows-back = Deze vraag staat weer zoals voor het samenvoegen. { $target } blijft zoals die is, met haar eigen termijn.
# $email: the asker.
desk-unmerge-follows-asker = { $email } krijgt een mail dat we de vraag weer apart behandelen.
desk-unmerge-follows-silent = Er vertrekt geen mail: ook over het samenvoegen kreeg de vraagsteller er geen.
desk-unmerge-follows-desks = Administraties die een mail kregen dat ze niet meer hoeven te antwoorden, krijgen nu geen mail. Schakel ze zo nodig opnieuw in.
desk-done-unmerge = De vraag staat weer apart. Administraties die een mail kregen dat ze niet meer hoeven te antwoorden, moet u zo nodig opnieuw inschakelen.
desk-merged-with = Samengevoegd met { $reference }
desk-wrong-merge-missing = Geef het nummer van de vraag die verdergaat.
desk-wrong-merge-closed = { $reference } is afgesloten. Open die vraag eerst opnieuw, of geef een ander nummer.
desk-wrong-merge-elsewhere = { $reference } is zelf samengevoegd met een andere vraag. Geef het nummer van die vraag.
desk-wrong-merge-answered = { $reference } is al beantwoord. Antwoord hier apart, of sluit deze vraag af als dubbel.
desk-wrong-merge-other = { $reference } is van een ander bestuur. Bevestig dat het om hetzelfde dossier gaat.
desk-wrong-merge-stranger = Wie deze vraag stelde, hoort niet bij de mensen van { $reference } en zou geen antwoord krijgen. Voeg de twee vragen samen.
desk-wrong-merge-desk = Die vraag hoort bij { $desk }. Alleen dat loket kan ze samenvoegen.
desk-wrong-merge-has-answer = Op deze vraag is al geantwoord. Ze kan niet meer in een andere verdergaan.
desk-wrong-merge-over = Deze vraag is afgesloten. Open ze eerst opnieuw.
desk-wrong-merge-sending = Er vertrekt op dit moment nog een mail van deze vraag. Probeer het over een minuut opnieuw.
desk-wrong-merge-not = Deze vraag is niet samengevoegd.
desk-wrong-merge-late = Het is te lang geleden om het samenvoegen nog ongedaan te maken.
desk-wrong-leaving = Er vertrekt nog iets van u: maak het ongedaan of wacht tot het weg is.
desk-wrong-merge-since = De vraag waarin ze verderging, is intussen beantwoord.
desk-event-merged = Samengevoegd: gaat verder in vraag { $reference }
desk-event-merged-in = Vraag { $reference } gaat hierin verder
desk-event-unmerged = Samenvoegen met vraag { $reference } ongedaan gemaakt
desk-event-unmerged-from = Vraag { $reference } staat weer apart
desk-event-taken-back-merged = { $desk } hoeft niet meer te antwoorden: de vraag gaat verder in een andere

# Desk: a question with several points. $reference: a number; $email: an address; $file: what a form sent.
desk-form-stale = De vraag veranderde intussen. Kijk na wat er nu staat en bevestig dan opnieuw.
desk-split = Splitsen
desk-split-about = Staat er in de vraag meer dan één punt, maak dan van het tweede een vraag apart. De eerste blijft zoals ze is.
desk-split-first = De vraag
desk-split-body = Wat de vraagsteller vraagt
desk-split-body-help = Laat staan wat bij de tweede vraag hoort, in de woorden van de vraagsteller.
desk-split-files = Bestanden die meegaan
desk-split-do = Maak een tweede vraag
desk-split-follows-mail = { $email } krijgt één mail, met het nummer van de nieuwe vraag.
desk-split-follows-term = De termijn loopt vanaf de dag dat { $reference } binnenkwam.
desk-split-follows-stays = { $reference } blijft zoals ze is. Elke vraag krijgt een eigen gesprek en een eigen antwoord.
desk-split-wrong-whole = Dit is de hele vraag. Laat alleen staan wat bij de tweede vraag hoort.
desk-split-wrong-file = Er is bij deze vraag geen bestand { $file } van de vraagsteller.
desk-done-split = De tweede vraag staat apart. Hier ziet u ze.
desk-ticket-split-from = afgesplitst van
desk-ticket-splits = hiervan afgesplitst
desk-event-split-from = Afgesplitst van vraag { $reference }
desk-event-split-off = Een deel werd vraag { $reference }

# Desk: asking another desk for advice. $desk: its name; $email: its address; $days, $most: working days; $day: a day; $name: a person.
desk-consult = Advies vragen
desk-consult-instead = Wilt u alleen advies? Vraag het hier, dan blijft de vraag bij u.
desk-consult-about = U blijft zelf eigenaar van de vraag. Het advies komt bij u terug, om te gebruiken in uw antwoord. De gewone termijn is { $days } werkdagen, met één herinnering.
desk-consult-desk = Aan wie
desk-consult-words = Wat u wilt weten
desk-consult-words-help = De vraag en haar bestanden gaan mee, met wat de vraagsteller daarna schreef.
desk-consult-days = Termijn in werkdagen
desk-consult-wrong-words = Schrijf wat u wilt weten.
desk-consult-wrong-days = Geef een aantal werkdagen van 1 tot { $most }.
desk-consult-who = Advies vragen aan { $desk }
desk-consult-check = Kijk na wie dit krijgt.
desk-consult-to = Naar: { $desk }, { $email }
desk-consult-not-to = Niet naar: { $name }
desk-consult-due = Antwoord gevraagd tegen { $day }
desk-consult-stays = De status van de vraag verandert niet.
desk-consult-do = Vraag advies aan { $desk }
desk-done-consult = De vraag om advies is verstuurd.
desk-mail-consultation = Vraag om advies
desk-event-consulted = Advies gevraagd aan { $desk }, tegen { $day }
desk-event-advice-received = { $desk } gaf advies
desk-event-advice-refused = { $desk } geeft geen advies
desk-event-taken-back-forwarded = { $desk } kreeg de vraag zelf en hoeft geen advies meer te geven

# Desk: colleagues in a note; # stands for how many.
desk-mail-notice = Mail met meldingen
desk-mention-said = { $count ->
    [one] Eén collega gevonden: druk op Enter, of ga met de tabtoets naar de lijst.
   *[other] { $count } collega’s gevonden: Enter neemt de eerste, of ga met de tabtoets naar de lijst.
}
desk-mention-help = Typ @ en een naam om een collega te verwittigen.
# Desk: a signal to the governor's office. $province: its name; $most: characters; $name: a colleague; $day: a day; $why: one line.
desk-filter-signal = Gesignaleerd
desk-signal = Signaleren aan de gouverneur
desk-signal-open = Signaal aan de gouverneur
desk-signal-about = U wijst de diensten van de gouverneur op deze vraag. Zij lezen mee en behandelen ze niet.
desk-signal-why = Waarom, in één regel
desk-signal-why-help = Hoogstens { $most } tekens. Dit staat op de pagina van de vraag, en in geen enkele mail.
desk-signal-do = Signaleer
desk-signal-withdraw = Signaal intrekken
desk-signal-said = Gesignaleerd door { $name } op { $day }: { $why }
desk-signal-follows-mail = De waarnemers van de provincie { $province } krijgen elk een mail met het nummer, het thema en de link.
desk-signal-follows-text = De tekst van de vraag en de naam van de vraagsteller staan niet in die mail.
desk-signal-follows-unsent = Een mail die nog niet vertrokken is, vertrekt niet meer.
desk-signal-wrong-missing = Schrijf in één regel waarom.
desk-signal-wrong-long = Hou het bij één korte regel.
desk-signal-wrong-province = Van deze vraag is de provincie niet bekend.
desk-signal-wrong-already = Deze vraag is al gesignaleerd.
desk-signal-wrong-not = Deze vraag is niet gesignaleerd.
desk-done-signal = De vraag is gesignaleerd.
desk-done-signal-withdrawn = Het signaal is ingetrokken.
desk-mail-signal = Signaal aan een waarnemer
desk-event-signaled = Gesignaleerd aan de gouverneur
desk-event-signal-withdrawn = Signaal aan de gouverneur ingetrokken
# Desk: the list that one came from, its rows and its keys. $place of $all: a number; $count: a number; $desk: the desk that answers for the question.
desk-scope-desks = Mijn loketten
desk-filter-desk = Loket
desk-filters-fold = { $count ->
    [0] Filters
   *[other] Filters ({ $count })
}
desk-list-place = { $place } van { $all }
desk-list-previous = vorige vraag
desk-list-next = volgende vraag
desk-fresh-one = 1 nieuwe vraag tonen
desk-fresh-many = # nieuwe vragen tonen
desk-row-gone = Staat niet meer in deze lijst
desk-key-fresh = nieuwe vragen tonen
desk-key-choose-to = kiezen tot hier
desk-key-insert = tekst invoegen
desk-key-send = naar de knop die verstuurt
desk-key-consult = advies vragen
desk-key-topic = thema wijzigen
desk-key-merge = samenvoegen
desk-key-split = splitsen
desk-key-undo = ongedaan maken
desk-key-keep = als weergave bewaren
desk-actions = elke handeling bij naam
desk-actions-none = Geen handeling heet zo.
desk-key-escape = sluiten, veld verlaten, keuze wissen
desk-watch-read = { $desk } leest de vraag
desk-watch-confirm = { $desk } kijkt een voorstel na om door te sturen
desk-watch-answer = { $desk } moet antwoorden
desk-watch-review = { $desk } leest een antwoord van een administratie na
desk-watch-chase = { $desk } belt na: het antwoord komt niet op tijd
desk-watch-other = { $desk } is aan zet

# Desk: drafts of what is being typed. $hour: as 10.42; $when: a day and an hour; $form: what the form is called.
desk-draft-kept-at = Concept bewaard om { $hour }
desk-draft-kept-on = Concept bewaard: { $when }
desk-draft-elsewhere = In een ander venster schreef u hier verder: wat hier staat, blijft in dit tabblad. Laad de pagina opnieuw om alles samen te zien.
desk-draft-not-sent = Dit is nog niet verstuurd. Uw tekst staat er weer; kies de bestanden die u erbij had, opnieuw.
desk-consult-over = De vraag heeft haar antwoord al: advies vragen kan niet meer. Wat u schreef, staat hieronder om over te nemen.
desk-draft-typed = Concept: { $form }. Bewaard: { $when }.
# $reference: the question that got the answer; $day: when; $organisation: for whom it was asked, when $known.
desk-source-alike-why = Lijkt op deze vraag · beantwoord in { $reference } op { $day }{ $known ->
    [true] {" "}· { $organisation }
   *[other] {""}
}
# $reference: the question whose answer was put in.
desk-taken = Overgenomen uit het antwoord op { $reference }. Lees na of alles ook voor deze vraagsteller klopt.
desk-taken-personal = Overgenomen uit het antwoord op { $reference }. Dit gaat misschien over wie die vraag stelde: haal het weg of verander het voor u verstuurt.
desk-preview = Voorbeeld als mail
# $desk: the administration.
desk-preview-to = Voorbeeld als mail aan { $desk }
desk-preview-title = Zo vertrekt de mail
desk-preview-about = Er is nog niets verstuurd. De koppelingen werken alleen bij wie de mail krijgt.
desk-preview-subject = Onderwerp
desk-preview-files = Bijlagen
desk-preview-text = Als gewone tekst
desk-tools = Opmaak
desk-tools-bold = Vet
desk-tools-italic = Schuin
desk-tools-link = Koppeling
desk-tools-link-words = tekst
desk-tools-list = Lijst
desk-tools-numbers = Genummerde lijst
desk-tools-quote = Citaat
desk-tools-markdown = Markdown werkt: **vet**, _schuin_, - lijst, > citaat.
desk-consult-again = Verder schrijven
desk-do-advise = Advies geven
desk-advise-text = Uw advies
desk-advise-about = Het gaat naar { $desk }, dat het kan gebruiken in het antwoord. De vraagsteller leest het niet.
desk-advise-do = Geef advies aan { $desk }
desk-done-advise = Uw advies is gegeven.
desk-link = Koppelen
desk-link-lead = Twee vragen die bij elkaar horen, bijvoorbeeld omdat ze over hetzelfde project gaan, blijven elk apart. Op elk van beide staat een koppeling naar de andere.
desk-link-number = Nummer van de andere vraag
desk-link-follows = Beide vragen behouden hun vraagsteller, hun termijnen en hun antwoord. Niemand krijgt hierover een mail.
desk-link-linked = Gekoppeld met
# $reference and $subject: the other question.
desk-link-remove-of = Koppeling met { $reference } weghalen: { $subject }
desk-link-removes = De koppeling met { $reference }, { $subject }, verdwijnt bij beide vragen.
desk-link-remove = Koppeling weghalen
desk-link-wrong-unknown = Er is geen vraag met dat nummer.
desk-link-wrong-itself = Dat is deze vraag zelf.
desk-link-wrong-already = Deze vragen zijn al gekoppeld.
desk-link-wrong-many = Deze vraag is al met zoveel vragen gekoppeld als kan.
desk-link-wrong-not = Deze vragen zijn niet gekoppeld.
desk-ticket-linked = Hoort bij
desk-done-link = De vragen zijn gekoppeld.
desk-done-unlink = De koppeling is weg.
desk-event-linked = Gekoppeld met { $reference }
desk-event-unlinked = Koppeling met { $reference } weggehaald
desk-new-where = Waar gaat deze vraag naartoe?
desk-new-where-about = Er is nog niets geregistreerd en niets verstuurd.
# $desk: the desk that answers for it.
desk-new-owner = Eigenaar wordt { $desk }.
desk-new-onward = Daarna
# $desk and $email: the administration.
desk-new-onward-proposed = Doorsturen naar { $desk } ({ $email }), zoals voorgesteld
desk-new-onward-other = Doorsturen naar { $desk } ({ $email })
desk-new-onward-self = Niet doorsturen: ik behandel ze zelf
# $desk: the desk that answers for it.
desk-new-onward-owner = Niet doorsturen: { $desk } beslist
# $name and $email: who asks.
desk-new-tells = { $name } krijgt het nummer van de vraag op { $email }.
desk-new-tells-nobody = De vrager krijgt geen mail.
desk-new-done-self = Geregistreerd. De vraag is naar niemand doorgestuurd: u behandelt ze.
desk-new-done-owner = Geregistreerd. De vraag is naar niemand doorgestuurd: het loket dat eigenaar is, beslist.
desk-new-done-sent = Geregistreerd. De vraag gaat naar de administratie die u bevestigde; u ziet ze bij het gesprek.
# $typed: what stands where a day should.
desk-search-no-day = "{ $typed }" is geen dag. Schrijf een dag als 20/11/2026 of 2026-11-20.
desk-bulk-knelpunt = Knelpunt
desk-bulk-knelpunt-about = Alle gekozen vragen krijgen het label knelpunt met hetzelfde decreet of instrument. Er vertrekt geen mail.
desk-bulk-knelpunt-none = Geen knelpunt
desk-bulk-knelpunt-is = Decreet of instrument
