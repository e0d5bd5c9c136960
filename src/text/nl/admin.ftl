# Admin: the frame of the screens.
admin-title = Beheer
admin-tabs = Beheerschermen
admin-all = Alle
admin-name = Naam
admin-email = E-mailadres
admin-kind = Soort
admin-state = Stand
admin-language = Taal
admin-dutch = Nederlands
admin-english = Engels
admin-desk = Loket
admin-made = Gemaakt
admin-never = nog nooit
admin-by-command = met de opdrachtregel
admin-do = Acties
admin-known = Gegevens
admin-save = Bewaren
admin-saved = Bewaard.
admin-theirs = Dit staat er nu
admin-late = Niet bewaard: iemand anders wijzigde dit intussen. Wat u typte staat hieronder, wat er nu staat ernaast of erboven. Bewaar opnieuw om uw versie te houden.

# Admin: accounts.
admin-users = Gebruikers
admin-users-about = Wie kan aanmelden, en waarvoor. Een account verdwijnt nooit, het wordt uitgeschakeld: het verloop van de vragen noemt wie wat deed.
admin-users-none = Geen account dat hieraan voldoet.
admin-user-called = Naam of adres
admin-user-add = Gebruiker toevoegen
admin-user-make = Account maken
admin-user-back = Naar het account
admin-user-roles = Rollen
admin-user-desks = Medewerker van
admin-user-provinces = Waarnemer van
admin-user-seen = Laatst aangemeld
admin-user-sessions = Open sessies
admin-user-on = kan aanmelden
admin-user-off = uitgeschakeld
admin-user-waits = wacht op een wachtwoord
admin-user-reset = Wachtwoord opnieuw instellen
admin-user-reset-about = Het huidige wachtwoord werkt dan niet meer en alle sessies eindigen. U krijgt een link waarmee de gebruiker zelf een nieuw wachtwoord kiest.
admin-user-sign-out = Overal afmelden
admin-user-sign-out-about = Alle sessies eindigen. De gebruiker kan meteen opnieuw aanmelden.
admin-user-signed-out = Alle sessies zijn beëindigd.
admin-user-second = Tweede stap
admin-user-second-on = aan
admin-user-second-off = uit
admin-user-second-reset = Tweede stap weghalen
admin-user-second-reset-about = Voor wie telefoon en herstelcodes kwijt is. Alle sessies eindigen; het wachtwoord alleen volstaat dan om aan te melden.
admin-user-second-done = De tweede stap is weggehaald.
admin-user-disable = Uitschakelen
# $count: open questions that the user has taken.
admin-user-disable-about = { $count ->
    [0] Alle sessies eindigen en niemand kan nog met dit account aanmelden. Wat de gebruiker deed, blijft bewaard. Open vragen heeft de gebruiker niet.
    [one] Alle sessies eindigen en niemand kan nog met dit account aanmelden. Wat de gebruiker deed, blijft bewaard. Eén open vraag van de gebruiker komt weer vrij.
   *[other] Alle sessies eindigen en niemand kan nog met dit account aanmelden. Wat de gebruiker deed, blijft bewaard. { $count } open vragen van de gebruiker komen weer vrij.
}
# $desks: names.
admin-user-disable-last = Daarna werkt niemand meer bij { $desks }.
# After somebody was disabled or left a desk. $count: questions.
admin-left-freed = { $count ->
    [one] Eén open vraag is weer vrij: niemand heeft ze genomen.
   *[other] { $count } open vragen zijn weer vrij: niemand heeft ze genomen.
}
# $desks: names.
admin-left-deserted = Niemand werkt nu nog bij { $desks }.
admin-user-disabled = Het account is uitgeschakeld.
admin-user-enable = Inschakelen
admin-user-enable-about = De gebruiker kan opnieuw aanmelden, met dezelfde rollen.
admin-user-enabled = Het account kan weer aanmelden.
admin-role-coordinator = Coördinatie (centraal)
admin-role-agent = Medewerker
admin-role-editor = Redactie veelgestelde vragen
admin-role-observer = Waarnemer
admin-role-admin = Beheer
admin-role-api = Programma
admin-link = Link om een wachtwoord in te stellen
# $name: whose account it is.
admin-link-title = Link voor { $name }
# $until: a moment.
admin-link-about = Geef deze link aan de gebruiker, en aan niemand anders. Hij werkt één keer, tot { $until }, en is alleen nu te zien.

# Admin: desks.
admin-desks = Loketten
admin-desks-about = Wie vragen behandelt of beantwoordt, waar de mail naartoe gaat, en wie er werkt. Wat u hier wijzigt, gaat voor op de bestanden van de installatie.
admin-desks-none = Nog geen loketten.
admin-desk-add = Administratie toevoegen
admin-desk-active-help = Naar een administratie die niet in gebruik is, gaan geen vragen meer. De oude vragen houden haar.
admin-level = Bestuursniveau
admin-level-flemish = Vlaams
admin-level-federal = federaal
admin-level-partner = partner
admin-desk-central = centraal loket
admin-desk-point = contactpunt
admin-desk-administration = administratie
admin-desk-address = Adres van het loket
admin-desk-address-help = Doorgestuurde vragen en herinneringen gaan hierheen.
admin-desk-answers = Antwoordt over
admin-desk-last-proven = Laatst aangekomen
admin-desk-bounced = Teruggekomen sindsdien
# $count: how many mails.
admin-desk-bounces = { $count ->
    [one] 1 mail kwam terug
   *[other] { $count } mails kwamen terug
}
admin-desk-proven = mail komt aan
admin-desk-unproven = nog niet bewezen
admin-desk-example = voorbeeldadres
admin-desk-example-about = Dit adres bestaat niet echt: het domein is voorbehouden voor voorbeelden. Buiten de demo vertrekt er geen mail naartoe, en een vraag kan er niet heen worden doorgestuurd.
admin-desk-members = Wie er werkt
admin-desk-no-accounts = geen accounts
# $count: how many people.
admin-desk-count = { $count ->
    [one] 1 medewerker
   *[other] { $count } medewerkers
}
admin-desk-policy = Antwoord van dit loket
admin-desk-policy-review = de eigenaar van de vraag leest het na voor het vertrekt
admin-members-none = Nog niemand.
admin-member-email = E-mailadres van een account
admin-member-help = De gebruiker wordt medewerker van dit loket en houdt zijn andere rollen.
admin-member-add = Toevoegen
admin-member-added = De gebruiker werkt nu ook aan dit loket.
admin-member-remove = Verwijderen
# $name: who works there.
admin-member-remove-label = { $name } verwijderen uit dit loket
admin-member-removed = De gebruiker werkt niet meer aan dit loket.

# Admin: topics.
admin-topics = Thema’s
admin-topics-about = Waarover een vraag kan gaan en wie erop antwoordt. Een wijziging geldt meteen, voor de vragen die dan nog binnenkomen.
admin-topics-about-off = Waarover een vraag kan gaan en wie erop antwoordt. In deze installatie staat doorsturen zonder tussenkomst helemaal uit: elk voorstel wacht op een mens.
admin-topics-none = Nog geen thema’s.
admin-topic-add = Thema toevoegen
admin-topic-new-help = Een collega kan het meteen kiezen. De automatische herkenning leert het pas bij een nieuwe training.
admin-topic-slug = Korte naam
admin-topic-description = Wat eronder valt
admin-topic-administration = Wie antwoordt
admin-topic-own = het eigen contactpunt
admin-topic-automatic = Doorsturen zonder tussenkomst
admin-topic-automatic-help = Zeker genoeg betekent dat het voorstel bij proeven in minstens 95 van de 100 gevallen klopt.
admin-topic-confident = als het zeker genoeg is
admin-topic-off = nooit, een mens bevestigt
admin-topic-active-help = Een thema dat niet meer in gebruik is, krijgt geen nieuwe vragen. De oude vragen houden het.
admin-topic-used = in gebruik
admin-topic-unused = niet in gebruik

# Admin: terms.
admin-terms = Termijnen
admin-terms-about = Hoe lang alles mag duren. Wat u hier wijzigt, gaat voor op de instellingen van de installatie en geldt voor termijnen die vanaf dan beginnen.
admin-term = Termijn
admin-term-long = Duur
admin-term-long-in = Duur, in werkdagen
# $most: working days.
admin-term-help = Van 1 tot { $most }. Geldt voor termijnen die vanaf nu beginnen; een termijn die al loopt, houdt zijn einddatum.
admin-term-setting = Instelling
admin-term-installation = In de installatie
admin-term-usual = Standaard van Regiovraag
admin-term-from = Komt van
# $days: working days.
admin-term-days = { $days ->
    [one] 1 werkdag
   *[other] { $days } werkdagen
}
admin-term-default = standaard van Regiovraag
# $usual: working days.
admin-term-set = ingesteld voor deze installatie (standaard { $usual })
# $set: working days.
admin-term-changed = hier gewijzigd (installatie { $set })
admin-term-first = Tot iemand de vraag bekijkt, en tot de herinnering aan een administratie
admin-term-answer = Tot de vraagsteller een antwoord heeft
admin-term-administration = Tot een administratie antwoordt
admin-term-consult = Advies van een ander loket
admin-term-presume = Stilte na een aanvaard antwoord die telt als ontvangen
admin-term-reopen = Tot een antwoord op een afgesloten vraag een nieuwe vraag is

# Admin: tokens.
admin-token = Token
admin-tokens = Tokens
admin-tokens-about = Waarmee programma’s de API gebruiken. Een token is één keer te zien en kan op elk moment worden ingetrokken.
admin-tokens-none = Nog geen tokens.
admin-token-add = Token maken
admin-token-make = Token maken
admin-token-back = Naar de tokens
admin-token-name-help = Waarvoor het dient, zodat u het later herkent.
admin-token-role = Handelt als
admin-token-place = Loket of provincie
admin-token-place-help = Een medewerker heeft een loket, een waarnemer een provincie. Een programma mag een loket hebben.
admin-token-nowhere = Geen
# $province: name of a province.
admin-token-province = provincie { $province }
admin-token-scopes = Mag
admin-scope-read = vragen lezen
admin-scope-write = vragen registreren en behandelen
admin-scope-intake = ruwe mail overhandigen
admin-token-days = Geldig, in dagen
# $most: days.
admin-token-days-help = Ten hoogste { $most }.
admin-token-for = Rol en rechten
admin-token-used = Laatst gebruikt
# $day: a day.
admin-token-until = geldig tot { $day }
admin-token-over = verlopen op { $day }
# $at: a moment.
admin-token-revoked = ingetrokken { $at }
admin-token-revoke = Intrekken
# $name: the name of the token.
admin-token-revoke-label = Token { $name } intrekken
admin-token-done = Het token is ingetrokken en opent niets meer.
admin-token-again = Dit formulier maakte zijn token al. Dat is hierna nergens meer te zien: hebt u het niet bewaard, trek het dan in en maak een nieuw.
admin-token-title = Token { $name }
# $until: a day.
admin-token-once = Kopieer dit token nu: het is hierna nergens meer te zien. Het is geldig tot { $until }.

# Admin: templates.
admin-templates = Sjablonen
admin-templates-about = Teksten waarmee een antwoord kan beginnen. De plaatsen erin worden ingevuld zodra iemand het sjabloon kiest.
admin-templates-none = Nog geen sjablonen.
admin-template-add = Sjabloon toevoegen
admin-template-body = Tekst
# $places: the places, such as vraagsteller, between braces.
admin-template-places = Plaatsen die worden ingevuld: { $places }. De aanhef en de handtekening staan al in de mail.
admin-template-shared = alle loketten
admin-template-changed = Gewijzigd
admin-template-used = in gebruik
admin-template-away = weggelegd
admin-template-archive = Wegleggen
admin-template-archive-about = Het sjabloon is dan niet meer te kiezen. De tekst blijft bewaard.
admin-template-done = Het sjabloon is weggelegd.

# Admin: the log.
admin-log = Logboek
admin-log-about = Wie deed wat, in de vragen en in het beheer. De tekst van vragen en mails staat hier nooit.
admin-log-none = Niets dat hieraan voldoet.
admin-log-at = Wanneer
admin-log-who = Wie
admin-log-what = Wat
admin-log-about-what = Waarover
admin-log-called = Wie (naam of adres)
admin-log-or = Of soort
admin-log-from = Van
admin-log-until = Tot en met
admin-log-number = Nummer
# $text: what was typed.
admin-log-no-day = “{ $text }” is geen dag. Hieronder staat alles.
admin-log-no-number = “{ $text }” is geen nummer van een vraag. Hieronder staat alles.
admin-about-account = gebruiker
admin-about-desk = loket
admin-about-topic = thema
admin-about-term = termijn
admin-about-token = token
admin-about-template = sjabloon
admin-did-account-added = Gebruiker toegevoegd
admin-did-account-changed = Gebruiker gewijzigd
admin-did-roles-changed = Rollen gewijzigd
admin-did-account-disabled = Gebruiker uitgeschakeld
admin-did-account-enabled = Gebruiker ingeschakeld
admin-did-password-reset = Wachtwoord opnieuw ingesteld door beheer
admin-did-password-set = Eigen wachtwoord ingesteld
admin-did-sessions-ended = Afgemeld
admin-did-account-linked = Gekoppeld aan de aanmelddienst
admin-did-second-step-on = Tweede stap aangezet
admin-did-second-step-off = Tweede stap uitgezet
admin-did-second-step-reset = Tweede stap weggehaald door beheer
admin-did-recovery-codes-made = Nieuwe herstelcodes gemaakt
admin-did-sign-in-link-made = Aanmeldlink gemaakt
admin-did-member-added = Toegevoegd aan een loket
admin-did-member-removed = Verwijderd uit een loket
admin-did-desk-changed = Loket gewijzigd
admin-did-desk-added = Loket toegevoegd
admin-did-topic-changed = Thema zelf gewijzigd
admin-did-topic-added = Thema toegevoegd
admin-did-term-changed = Termijn gewijzigd
admin-did-token-made = Token gemaakt
admin-did-token-revoked = Token ingetrokken
admin-did-template-added = Sjabloon toegevoegd
admin-did-template-changed = Sjabloon gewijzigd
admin-did-template-archived = Sjabloon weggelegd
# $count: how many sessions.
admin-fact-sessions = { $count ->
    [one] 1 sessie beëindigd
   *[other] { $count } sessies beëindigd
}
# $days: how long a token is good for.
admin-fact-days = { $days ->
    [one] 1 dag
   *[other] { $days } dagen
}
admin-fact-description = omschrijving
admin-fact-provider = van de aanmelddienst
admin-fact-link = met een link

# Admin: the reader's own account.
admin-profile = Mijn profiel
admin-password = Wachtwoord
admin-password-present = Huidig wachtwoord
admin-password-new = Nieuw wachtwoord
admin-password-again = Nieuw wachtwoord, nog eens
# $least: characters.
admin-password-help = Minstens { $least } tekens. Een zin die u onthoudt, is beter dan een woord met cijfers.
admin-password-change = Wachtwoord wijzigen
admin-password-changed = Uw wachtwoord is gewijzigd. Elders bent u afgemeld.
admin-second-begin = Instellen
admin-second-keep = Beheren
admin-password-title = Een wachtwoord instellen
# $email: the address of the account.
admin-password-for = Voor het account { $email }. Daarna kunt u ermee aanmelden.
admin-password-set = Wachtwoord instellen
admin-sessions = Waar u aangemeld bent
# $at: a moment.
admin-session-began = Aangemeld { $at }
admin-session-seen = Laatst gebruikt { $at }
admin-session-this = Deze browser
admin-session-end = Afmelden
admin-session-ended = Die sessie is beëindigd.
admin-sessions-end = Overal elders afmelden
admin-sessions-ended = U bent overal elders afgemeld.

# Admin: what is wrong, beside its field.
admin-wrong-empty = Vul dit in.
admin-wrong-long = Dit is te lang.
# $most: characters.
admin-wrong-name = Een naam heeft ten hoogste { $most } tekens, op één regel.
admin-wrong-address = Dit is geen e-mailadres. Een adres ziet eruit als naam@voorbeeld.be.
admin-wrong-taken = Met dit adres bestaat al een account.
admin-wrong-role = Kies minstens één rol, loket of provincie.
admin-wrong-grant = Deze rol en deze plaats gaan niet samen. Een medewerker heeft een loket nodig, een waarnemer een provincie.
admin-wrong-last-admin = Dit is het laatste account dat gebruikers beheert. Geef eerst iemand anders de rol Beheer.
admin-wrong-last-role = Dit is de enige rol van deze gebruiker. Geef eerst een andere rol, of schakel het account uit.
admin-wrong-member = Deze gebruiker werkt al aan dit loket.
admin-wrong-no-account = Met dit adres bestaat geen account. Voeg de gebruiker eerst toe.
admin-wrong-own-address = Dat is het adres waarop alle vragen binnenkomen: de mail kwam bij ons terug.
admin-wrong-address-taken = Een ander loket heeft dit adres al.
admin-wrong-automatic = Zonder administratie is er niemand om naar door te sturen.
admin-wrong-choice = Kies een administratie uit de lijst.
admin-wrong-needed = Een contactpunt of het centrale loket blijft in gebruik: er komen vanzelf vragen binnen.
# $topics: names of topics.
admin-wrong-topics = Vragen over deze thema’s gaan naar dit loket: { $topics }. Geef ze eerst een andere administratie.
# $count: how many questions. $some: the numbers of some of them.
admin-wrong-holds = { $count ->
    [one] Bij dit loket staat nog 1 open vraag: { $some }. Trek ze in of stuur ze door naar een ander loket; daarna kan dit loket uit gebruik.
   *[other] Bij dit loket staan nog { $count } open vragen, waaronder { $some }. Trek ze in of stuur ze door naar een ander loket; daarna kan dit loket uit gebruik.
}
# $most: working days.
admin-wrong-term = Vul een heel aantal werkdagen in, van 1 tot { $most }.
# $least: characters.
admin-wrong-short = Een wachtwoord heeft minstens { $least } tekens.
admin-wrong-again = Dit is niet twee keer hetzelfde.
admin-wrong-present = Dit is niet uw huidige wachtwoord.
# $most: days.
admin-wrong-days = Kies een aantal dagen van 1 tot { $most }.
admin-wrong-scope = Kies minstens één recht.
# $place: what stands between the braces.
admin-wrong-place = “{ $place }” kan niet worden ingevuld. Gebruik een van de plaatsen hieronder.
admin-wrong-open-place = Een plaats begint met twee accolades en eindigt niet.
admin-wrong-name-taken = Er is al een sjabloon met deze naam.

# Admin: what is noted of a question, without what it says.
admin-event-accepted = Aanvaard
admin-event-answer-promised = Datum voor het antwoord gegeven
admin-event-answered = Antwoord verstuurd aan de vraagsteller
admin-event-asked-back = Informatie gevraagd aan de vraagsteller
admin-event-file-left-out = Bestand weggelaten dat niet op virussen te controleren was
admin-event-not-told = Vraagsteller kreeg geen mail
admin-event-auto-reply = Automatisch antwoord ontvangen
admin-event-closed = Afgesloten
admin-event-closing-told = Vraagsteller ingelicht over het afsluiten
admin-event-consulted = Advies gevraagd
admin-event-advice-received = Advies ontvangen
admin-event-advice-refused = Geen advies gekregen
admin-event-considered = Gewogen wie moet antwoorden
admin-event-desk-acknowledged = De administratie bevestigt de ontvangst
admin-event-disowned = De houder van het adres stelde deze vraag niet
admin-event-doubled-by = Een andere vraag is hier een dubbel van
admin-event-merged = Samengevoegd met een andere vraag
admin-event-merged-in = Een andere vraag is hiermee samengevoegd
admin-event-unmerged = Samenvoegen ongedaan gemaakt
admin-event-unmerged-from = Een samengevoegde vraag staat weer apart
admin-event-split-from = Afgesplitst van een andere vraag
admin-event-split-off = Een deel werd een vraag apart
admin-event-signaled = Gesignaleerd aan de gouverneur
admin-event-signal-withdrawn = Signaal ingetrokken
admin-event-doubles = Dubbel van een andere vraag
admin-event-evidence = Bewijs van ontvangst genoteerd
admin-event-followed-by = Kreeg een vervolg in een nieuwe vraag
admin-event-follows = Vervolgt een afgesloten vraag
admin-event-forwarded = Doorgestuurd
admin-event-joined = Bij een andere vraag gevoegd
admin-event-mail-accepted = Mail aanvaard door de mailserver
admin-event-mail-failed = Een mail vertrok niet
admin-event-mail-reported = Lot van een mail gemeld
admin-event-answer-unplaced = Vastgehouden: antwoord van een administratie op een vraag die we niet kennen
admin-event-not-acknowledged = Geen ontvangstmelding gestuurd
admin-event-mail-carried = Vastgehouden: gekomen zoals mailings, automatische berichten of uitnodigingen, of met een formulier zonder afzender
admin-event-mail-sealed = Beveiligde mail: de tekst is hier niet te lezen
admin-event-message-joined = Bericht uit een andere vraag bijgevoegd
admin-event-message-parted = Bericht werd een aparte vraag
admin-event-message-received = Bericht ontvangen
admin-event-message-passed-on = Bericht van de vraagsteller doorgegeven
admin-event-message-seen = Bericht van de vraagsteller gezien
admin-event-message-set-aside = Bericht van een onbekende afzender opzijgelegd
admin-event-names-other-ticket = Noemt een andere vraag
admin-event-noted = Notitie geschreven
admin-event-other = Bijgewerkt
admin-event-original-answered = De vraag waarvan deze een dubbel is, is beantwoord
admin-event-original-given-up = De vraag waarvan deze een dubbel is, is zonder antwoord afgesloten
admin-event-notice-received = Bericht van de administratie, misschien geen antwoord
admin-event-overdue = Termijn voorbij
admin-event-parted-from = Kwam uit een andere vraag
admin-event-proposal-left = Antwoord van een administratie niet gebruikt
admin-event-proposal-received = Voorstel van antwoord ontvangen
admin-event-question-back = Vraag terug van de administratie
admin-event-desk-replied = Vraag van een administratie beantwoord
admin-event-readdressed = Antwoord opnieuw verstuurd
admin-event-receipt-changed = Ontvangst gewijzigd
admin-event-receipt-corrected = Ontvangst rechtgezet
admin-event-refused = Niet voor hen
admin-event-registered = Geregistreerd
admin-event-reminded = Herinnering verstuurd
admin-event-reopened = Heropend
admin-event-sender-accepted = Onbekende afzender aanvaard
admin-event-sender-cleared = Als nieuwe vraag aanvaard
admin-event-sender-refuted = Vastgehouden: het domein van de afzender ontkent deze mail
admin-event-sender-unproven = Vastgehouden: de mailserver staat niet in voor de afzender
admin-event-assigned = Toegewezen aan een collega
admin-event-topic-set = Thema van een vraag gewijzigd
admin-event-released = Teruggegeven aan het loket
admin-event-taken = Genomen
admin-event-taken-back = Ingetrokken bij een administratie
admin-event-withdrawn = Doorsturen ongedaan gemaakt: de mail kwam niet aan
admin-desk-silent = { $count } vragen na elkaar zonder reactie
admin-desk-reacted = Reageerde
admin-desk-reacted-of = op { $count } van de laatste { $asked } vragen
admin-event-put-for-asker = Opgeschreven voor de vrager

admin-event-asker-changed = Vraagsteller of bestuur gewijzigd
admin-event-owner-changed = Eigenaar gewijzigd
admin-event-not-sent = Bericht niet verstuurd
admin-event-knelpunt-set = Knelpunt gezet
admin-event-knelpunt-removed = Knelpunt weggehaald

# The reader's own account: of what they hear by mail.
admin-notices = Meldingen per mail
admin-notice-new = Nieuwe vraag voor mijn loket
admin-notice-replied = Nieuw bericht in een vraag
admin-notice-undeliverable = Mail niet aangekomen
admin-notice-due = Termijn verstreken
admin-notice-mentioned = Een collega noemt mij in een notitie
admin-pace-at-once = Meteen
admin-pace-hourly = Elk uur
admin-pace-daily = Elke ochtend
admin-pace-off = Niet

# Profile: where somebody is signed in. $browser, $system: names; $address: a network address.
admin-session-browser = { $browser } op { $system }
admin-session-at = adres { $address }
admin-event-linked = Met een andere vraag gekoppeld
admin-event-unlinked = Koppeling met een andere vraag weggehaald
