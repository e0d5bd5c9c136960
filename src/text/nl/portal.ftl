# The portal: pages for askers, readers of the FAQ and administrations. A text may hold <strong> and
# <a>; what is filled in is escaped.

# Around every page
portal-skip = Ga naar de inhoud
portal-menu = Hoofdmenu
portal-menu-ask = Stel een vraag
portal-menu-status = Waar staat mijn vraag?
portal-menu-faq = Veelgestelde vragen
portal-menu-contact = Uw contactpunt
portal-footer-accessibility = Toegankelijkheid
portal-footer-privacy = Privacy
portal-footer-about = Over deze dienst
portal-footer-service = Regiovraag is een dienst van het Agentschap Binnenlands Bestuur voor lokale besturen en gouverneurs.
portal-footer-mail = Mailen kan altijd: <a href="mailto:{ $mail }">{ $mail }</a>
portal-demo-label = Demo
portal-demo-bar = Demo: er vertrekt geen enkele echte mail. Alle personen en vragen zijn verzonnen.
portal-demo-mailbox = Naar de mailboxen
portal-demo-desk = Naar het bureau van de contactpunten
portal-error-prefix = Fout:
portal-optional = (niet verplicht)
portal-search = Zoek
portal-attachments = Bijlagen
portal-attachments-hint = Samen hoogstens { $size }.
portal-decimal-point = ,
# $count: bytes, fewer than a thousand.
portal-size-bytes = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
# $name: the name of a municipality.
portal-municipality = Gemeente { $name }
portal-city = Stad { $name }
portal-next-heading = Wat gebeurt er nu?

# Start page
portal-start-title = Vragen over regiovorming
portal-start-heading = Een vraag over regiovorming?
portal-start-lead = Stel ze hier. Wij zoeken wie in de Vlaamse of federale overheid kan antwoorden, en volgen op tot u het antwoord hebt.
portal-start-ask = In uw eigen woorden. U krijgt meteen een nummer.
portal-start-status = Zie wie uw vraag heeft, sinds wanneer, en wanneer u antwoord krijgt.
portal-start-faq = { $count ->
    [0] Antwoorden op vragen die vaak terugkomen.
    [one] Het antwoord op een vraag die vaak terugkomt.
   *[other] Antwoorden op { $count } vragen die vaak terugkomen.
}
portal-start-contact-heading = Wie is mijn contactpunt?
portal-start-contact = Zoek uw gemeente op naam of postcode.
portal-start-often = Vaak gevraagd
portal-start-mail-heading = Liever mailen?
portal-start-mail = Schrijf naar <a href="mailto:{ $mail }">{ $mail }</a>. Dat werkt precies hetzelfde.
portal-how-heading = Zo gaat het met uw vraag
portal-how-1-heading = U stelt uw vraag
portal-how-1 = Hier of per mail. U krijgt meteen een nummer. Een account is niet nodig.
portal-how-2-heading = Uw contactpunt leest ze
portal-how-2 = Elke provincie heeft een contactpunt. Dat antwoordt zelf, of stuurt uw vraag naar de bevoegde dienst.
portal-how-3-heading = Wij volgen op
portal-how-3 = We herinneren de dienst aan de termijn. Op uw pagina leest u altijd waarop we wachten.
portal-how-4-heading = U zegt of het klopt
portal-how-4 = We vragen u of het antwoord helpt. Zegt u nee, dan werken we verder.

# Ask
portal-ask-heading = Stel een vraag
portal-ask-lead = Schrijf zoals u het een collega zou vragen. U hoeft niet te weten wie bevoegd is.
portal-ask-errors-heading = Uw vraag is nog niet verstuurd
portal-ask-errors = { $count ->
    [one] Kijk dit punt na. De rest blijft staan.
   *[other] Kijk deze { $count } punten na. De rest blijft staan.
}
portal-ask-subject = Onderwerp
portal-ask-subject-hint = Enkele woorden zijn genoeg.
portal-ask-question = Uw vraag
portal-ask-question-hint = Hebt u meer vragen? Zet ze gerust samen. Schrijf geen gegevens over personen die niet nodig zijn.
portal-ask-look = Kijk of er al een antwoord bestaat
portal-ask-look-hint = Niet verplicht. Wat u schreef, blijft staan.
portal-ask-offers-heading = Misschien staat uw antwoord hier al
portal-ask-offers-otherwise = Niet wat u zoekt? Ga gewoon verder met uw vraag.
portal-ask-no-offers-heading = We vonden nog geen antwoord
portal-ask-no-offers = Ga gewoon verder met uw vraag. Wij zoeken wie ze kan beantwoorden.
# $size: "340 kB".
portal-kept = { $size }, al bewaard
# $size: a kind and a size.
portal-file-damaged = { $size }, beschadigd aangekomen
portal-leave-out = Weglaten
portal-ask-who = Wie bent u?
portal-ask-name = Voornaam en naam
portal-ask-mail = E-mailadres
portal-ask-mail-hint = Hierheen sturen we het antwoord.
portal-ask-organisation = Voor welk bestuur vraagt u dit?
portal-ask-organisation-hint = Gemeente, OCMW, vereniging of gouverneur. Zo komt u bij het juiste contactpunt.
portal-ask-meant = Welk bestuur bedoelt u?
portal-ask-meant-none = Mijn bestuur heet echt “{ $typed }”
portal-ask-send = Verstuur mijn vraag
portal-ask-privacy = We gebruiken uw gegevens om uw vraag te beantwoorden. <a href="/privacy">Lees hoe we ermee omgaan</a>.

# Sent
portal-sent-title = Uw vraag is verstuurd
portal-sent-heading = Uw vraag is bij ons
portal-sent-number = Uw nummer is
portal-sent-lead = We sturen een ontvangstmelding naar <strong>{ $mail }</strong>. Daarin staat uw link om de vraag te volgen. Staat er een fout in dat adres? Stel de vraag dan opnieuw.
portal-sent-1 = <strong>{ $desk }</strong> leest uw vraag.
portal-sent-2 = U krijgt daar antwoord, of uw vraag gaat naar de bevoegde dienst. U leest op uw pagina wie dat is.
portal-sent-3 = U krijgt een antwoord <strong>ten laatste op { $due }</strong>. Lukt dat niet, dan leest u op uw pagina waarop we wachten.
portal-sent-3-no-date = U leest op uw pagina tegen wanneer u een antwoord krijgt.
portal-sent-follow = Volg mijn vraag
portal-sent-offers-heading = Misschien helpt dit intussen
portal-sent-offers-otherwise = Helpt het niet? Dan loopt uw vraag gewoon door.
portal-sent-no-mail-heading = Geen mail gekregen?
portal-sent-no-mail = Kijk na een kwartier in uw map met ongewenste mail.
portal-sent-no-mail-call = Staat er niets? Bel { $desk }: <a href="tel:{ $tel }">{ $phone }</a>.
portal-sent-no-mail-write = Staat er niets? Schrijf naar <a href="mailto:{ $mail }">{ $mail }</a> met uw nummer.

# Status: the ball and the sum of the date
portal-status-title = Uw vraag { $reference }
portal-status-kicker = Uw vraag
portal-status-undelivered = Ons antwoord kwam niet aan op uw adres. Het staat wel op deze pagina.
portal-ball-label = Stand van zaken
portal-ball-you = Uw vraag wacht op u
portal-ball-who = Uw vraag ligt bij { $desk }
# $count: working days since $day.
portal-ball-since = Sinds { $day }{ $count ->
    [0] .
    [one] , dat is 1 werkdag.
   *[other] , dat is { $count } werkdagen.
}
portal-ball-due = U krijgt een antwoord <strong>ten laatste op { $due }</strong>.
# $desk: an administration; $day: when it answers us.
portal-ball-beyond = { $desk } laat weten pas tegen { $day } te antwoorden. Dat is na die datum. Ons contactpunt volgt dit op; u hoeft niets te doen.
portal-ball-later = Uw antwoord komt <strong>later dan beloofd</strong>. De nieuwe datum is <strong>{ $due }</strong>.
portal-ball-overdue = U moest een antwoord krijgen op <strong>{ $due }</strong>. Dat is niet gelukt. We werken eraan.
portal-ball-waiting = We hebben eerst uw antwoord nodig. Zolang we wachten, loopt uw termijn niet.
portal-sum-summary = Zo rekenen we die datum uit
portal-sum-rule = We beloven een antwoord binnen <strong>{ $count } werkdagen</strong>. We tellen vanaf de dag na uw vraag.
portal-sum-rule-again = We beloven een antwoord binnen <strong>{ $count } werkdagen</strong>. We tellen vanaf de dag nadat uw vraag opnieuw openging.
portal-sum-rule-desk = We vroegen u een antwoord binnen <strong>{ $count } werkdagen</strong>. We tellen vanaf de dag na onze mail.
portal-sum-span = Van { $from } tot en met { $to }
portal-sum-days = { $count ->
    [one] 1 dag
   *[other] { $count } dagen
}
portal-sum-weekends = Weekends
portal-sum-holidays = Feestdagen
portal-sum-paused = Dagen dat we op uw antwoord wachtten
portal-sum-working-days = Werkdagen
portal-sum-change = <strong>Gewijzigd op { $day }</strong> door { $who }: { $why }
portal-sum-unchanged = Deze datum is nog niet gewijzigd.
portal-sum-again = Uw vraag ging opnieuw open. Daarom begon de termijn opnieuw.

# Days that do not count
portal-holiday-new-year = nieuwjaar
portal-holiday-second-of-january = tweede nieuwjaarsdag
portal-holiday-easter-monday = paasmaandag
portal-holiday-labour-day = Dag van de Arbeid
portal-holiday-ascension = Hemelvaart
portal-holiday-whit-monday = pinkstermaandag
portal-holiday-flemish-feast = Feest van de Vlaamse Gemeenschap
portal-holiday-national-day = nationale feestdag
portal-holiday-assumption = Onze-Lieve-Vrouw-Hemelvaart
portal-holiday-all-saints = Allerheiligen
portal-holiday-all-souls = Allerzielen
portal-holiday-armistice = Wapenstilstand
portal-holiday-dynasty = Feest van de Dynastie
portal-holiday-christmas = Kerstmis
portal-holiday-boxing-day = tweede kerstdag

# Status: the timeline
portal-time-heading = Wat gebeurde er, en wat volgt nog?
portal-time-heading-past = Wat gebeurde er al?
portal-step-now = nu, { $day }
portal-step-by = ten laatste { $day }
portal-step-received = We kregen uw vraag
portal-step-received-more = U kreeg een ontvangstmelding op { $mail }.
portal-step-read = { $desk } las uw vraag
portal-step-sent-to = We stuurden uw vraag naar { $desk }
portal-step-sent-to-more = Die dienst gaat over dit thema: { $topic }.
portal-step-accepted = { $desk } nam uw vraag aan
portal-step-refused = { $desk } kon uw vraag niet beantwoorden
portal-step-reminded = We herinnerden { $desk } aan de termijn
portal-step-delayed = We schreven u dat het antwoord later komt
portal-step-asked-more = We vroegen u meer informatie
portal-step-asker-wrote = U schreef ons opnieuw
portal-step-other-wrote = { $who } schreef ons
portal-step-answered = { $desk } antwoordde
portal-step-answer-sent = We stuurden u het antwoord
portal-step-part-sent = We stuurden u een deel van het antwoord
portal-step-rest-sent = We stuurden u de rest van het antwoord
portal-step-answer-sent-more = De mailserver van { $domain } nam het aan.
portal-step-answer-bounced = Ons antwoord kwam niet aan op uw adres
portal-step-answer-bounced-more = Het staat wel op deze pagina. Uw contactpunt zoekt een ander adres.
portal-step-answer-bounced-here = Het staat wel op deze pagina.
portal-step-confirmed = U zei dat uw vraag beantwoord is
portal-step-part-confirmed = U zei dat dit deel van het antwoord helpt
portal-step-disputed = U zei dat uw vraag nog niet beantwoord is
portal-step-closed = Uw vraag werd gesloten
portal-step-reopened = Uw vraag ging opnieuw open
portal-step-working = { $desk } werkt aan het antwoord
portal-step-working-more = We verwachten een antwoord tegen { $day }. Komt het niet, dan herinneren wij hen eraan.
portal-step-desk-reads = { $desk } bekijkt uw vraag
portal-step-waiting = We wachten op uw antwoord
portal-step-asker-says = U zegt of het antwoord helpt
portal-step-review = Wij lezen het antwoord na
portal-step-answer-comes = U krijgt het antwoord per mail, en hier
portal-step-rest-comes = U krijgt de rest van het antwoord per mail, en hier
portal-step-expected = { $desk } antwoordt
portal-step-desk-asks = { $desk } vroeg ons meer informatie: { $owner } bekijkt dat

# Status: messages, and what the asker can do
portal-messages-heading = Berichten
portal-message-own-question = Uw vraag
portal-message-own = Uw bericht
portal-message-other = Bericht van { $who }
portal-message-asker = Vraag van { $who }
portal-message-answer = Antwoord van { $desk }
portal-message-desk = Bericht van { $desk }
portal-add-summary = Iets toevoegen aan uw vraag
portal-add-message = Uw bericht
portal-add-send = Voeg toe
portal-add-done = We hebben uw bericht. Uw contactpunt leest het.
portal-yesno-heading = Is uw vraag hiermee beantwoord?
portal-yesno-part-heading = Helpt dit deel u al verder?
portal-part-heading = Dit is een deel van het antwoord.
portal-part-rest = { $desk } antwoordt nog. Aan hen vroegen we dat te doen tegen { $day }.
portal-part-rest-ours = Uw contactpunt zoekt de rest nog uit.
portal-yes = Ja, beantwoord
portal-yes-part = Ja, dit deel helpt
portal-no = Nee, nog niet
portal-no-part = Nee, dit deel helpt niet
portal-yesno-closes = Horen we niets, dan sluiten we de vraag op <strong>{ $day }</strong> ({ $count ->
    [one] 1 werkdag
   *[other] { $count } werkdagen
}). Antwoordt u later nog? Dan openen we ze opnieuw.
portal-status-closed = Gesloten op { $moment }
portal-status-reopen = Komt u er later op terug? Antwoord op onze mail. Dan openen we uw vraag opnieuw, met hetzelfde nummer.
portal-closed-answered = Uw vraag is beantwoord.
portal-closed-faq = Een veelgestelde vraag gaf u het antwoord.
portal-closed-duplicate = We behandelen uw vraag samen met een andere vraag over hetzelfde.
portal-closed-withdrawn = U had geen antwoord meer nodig.
portal-closed-disowned = U meldde dat u deze vraag niet stelde.
portal-closed-out-of-scope = Uw vraag gaat niet over regiovorming. Daarom kunnen wij ze niet beantwoorden. Stel ze aan de dienst die over dit onderwerp gaat.
portal-closed-spam = Dit bericht leek ons geen vraag. Klopt dat niet, antwoord dan op onze mail.
portal-about-question = Over deze vraag
portal-contact-mail-about = Mail over deze vraag
portal-facts-heading = Gegevens
portal-facts-number = Nummer
portal-facts-by = Gevraagd door
portal-asked-by = { $name }, { $organisation }
portal-facts-on = Gevraagd op
# $day: a date in full. $channel: "per mail".
portal-facts-on-by = { $day }, { $channel }
portal-facts-topic = Thema
portal-channel-mail = per mail
portal-channel-portal = met het formulier
portal-channel-other = op een andere manier
portal-link-heading = Uw link
portal-link-text = Wie deze link heeft, kan uw vraag lezen. Deel hem alleen met collega’s. <a href="/status">Vraag een nieuwe link</a> als dat misliep.

# Confirm
portal-confirm-heading = Is uw vraag beantwoord?
portal-confirm-lead = U koos in onze mail <strong>“Ja, beantwoord”</strong>. Klik nog één keer om te bevestigen. Dan sluiten we uw vraag.
portal-confirm-part-lead = U koos in onze mail <strong>“Ja, dit deel helpt”</strong>. Klik nog één keer om te bevestigen. Uw vraag blijft open tot u ook de rest van het antwoord hebt.
portal-confirm-button = Ja, sluit mijn vraag
portal-confirm-no = Nee, nog niet beantwoord
portal-confirm-why = Waarom vragen we dat nog eens?
portal-confirm-why-text = Sommige mailprogramma’s openen zelf alle links om ze te controleren. Zolang u niet op de knop klikt, verandert er niets.
portal-confirm-read = Lees het antwoord nog eens
portal-confirmed-title = Uw vraag is gesloten
portal-confirmed-heading = Bedankt, uw vraag is gesloten
portal-confirmed-text = U bevestigde op { $day } om { $hour } dat vraag <strong class="rv-ref">{ $reference }</strong> beantwoord is.
portal-confirmed-part-heading = Bedankt. Uw vraag blijft open
portal-confirmed-part-text = U bevestigde op { $day } om { $hour } dat het eerste deel van het antwoord op vraag <strong class="rv-ref">{ $reference }</strong> u helpt. De rest komt nog.
portal-confirmed-later-heading = Komt u er later op terug?
portal-confirmed-later = Antwoord gewoon op onze mail. Dan openen we uw vraag opnieuw, met hetzelfde nummer.
portal-confirmed-stays = De vraag en het antwoord blijven staan op <a href="{ $url }">uw pagina</a>.
portal-confirmed-again = Klikt u nog eens op de link in de mail? Dan ziet u deze pagina. Er verandert niets.
portal-back-question = Terug naar uw vraag
portal-notyet-heading = Wat ontbreekt er nog?
portal-notyet-lead = U koos “Nee, nog niet”. Er is nog niets veranderd: zeg hieronder wat ontbreekt en klik op de knop. Dan openen we uw vraag opnieuw.
portal-notyet-what = Wat wilt u nog weten?
portal-notyet-hint = Eén zin volstaat. Zo stellen we de juiste vraag opnieuw.
portal-notyet-button = Open mijn vraag opnieuw
portal-notyet-then-heading = Wat doen we daarmee?
portal-notyet-then = Uw contactpunt leest dit vandaag of de volgende werkdag. De termijn begint opnieuw. U ziet de nieuwe datum op uw pagina.
portal-reopened-heading = Uw vraag is opnieuw open
portal-reopened-text = U zei op { $day } om { $hour } dat vraag <strong class="rv-ref">{ $reference }</strong> nog niet beantwoord is.
portal-reopened-1 = Uw contactpunt leest dit vandaag of de volgende werkdag.
portal-reopened-2 = De termijn begint opnieuw. U krijgt een antwoord <strong>ten laatste op { $due }</strong>.
portal-reopened-part-heading = Uw contactpunt kijkt ernaar
portal-reopened-part-2 = Uw vraag blijft open. U krijgt een antwoord <strong>ten laatste op { $due }</strong>.
portal-reopened-2-no-date = De termijn begint opnieuw. U ziet de nieuwe datum op uw pagina.
portal-reopened-page = Volg uw vraag op <a href="{ $url }">uw pagina</a>. Klikt u nog eens op de link in de mail, dan verandert er niets.

# Lost link
portal-lost-lead = Uw persoonlijke link staat in onze mails, onder “Volg uw vraag”.
portal-lost-heading = Link kwijt?
portal-lost-error-heading = Er is nog geen link gestuurd
portal-lost-mail = Uw e-mailadres
portal-lost-mail-hint = Het adres waarmee u de vraag stelde.
portal-lost-number = Nummer van uw vraag
portal-lost-number-hint = Zoals RV-2026-000487. Laat leeg voor al uw vragen.
portal-lost-send = Mail mij de link
portal-link-sent-heading = Kijk in uw mailbox
portal-link-sent-lead = Kennen we <strong>{ $mail }</strong>? Dan sturen we daar nu een link naartoe.
portal-link-sent-note = We zeggen hier niet of we een adres kennen. Zo kan niemand zien wie ons vragen stelt.
portal-link-sent-nothing = Geen mail na een kwartier?
portal-link-sent-spam = Kijk in uw map met ongewenste mail.
portal-link-sent-other = Probeer een ander adres, bijvoorbeeld dat van uw dienst.
portal-link-sent-call = Of bel <a href="/contactpunt">uw contactpunt</a>.
portal-expired-heading = Deze link werkt niet meer
portal-expired-lead = Hij is vervangen door een nieuwere, of hij is niet volledig overgenomen. Uw vraag zelf is niet verloren.
portal-expired-new = Vraag een nieuwe link
portal-expired-else = Toch niet gelukt?
portal-expired-call = Bel <a href="/contactpunt">uw contactpunt</a>, of mail naar <a href="mailto:{ $mail }">{ $mail }</a> met het nummer van uw vraag.

# Notices
portal-not-found-heading = Deze pagina bestaat niet
portal-not-found-lead = Kijk na of u het adres juist overnam. Kwam u via een link op onze site? Dan is het onze fout.
portal-not-found-faq = Zoek in de veelgestelde vragen
portal-not-found-status = Volg uw vraag
portal-not-found-start = Naar de startpagina
portal-failure-heading = Er ging iets mis bij ons
portal-failure-lead = Dat ligt niet aan u.
portal-failure-lead-asking = Uw vraag is <strong>niet</strong> verstuurd. Dat ligt niet aan u.
portal-failure-back = Ga terug in uw browser. Wat u schreef, staat er meestal nog.
portal-failure-again = Probeer het over enkele minuten opnieuw.
portal-failure-mail = Dringend? Mail naar <a href="mailto:{ $mail }">{ $mail }</a>.
portal-failure-code = Belt u ons hierover? Geef dan deze code door: <strong class="rv-ref">{ $code }</strong>
portal-refused-mail = Mailen kan altijd: <a href="mailto:{ $mail }">{ $mail }</a>.
portal-maintenance-heading = Even dicht voor onderhoud
portal-maintenance-lead = Probeer het over een half uur opnieuw. Nu kunt u hier geen vraag stellen of volgen.
portal-maintenance-mail = <strong>Mailen kan wel.</strong> Stuur uw vraag naar <a href="mailto:{ $mail }">{ $mail }</a>. Er gaat geen mail verloren. U krijgt uw nummer na het onderhoud.

# FAQ
portal-faq-heading = Veelgestelde vragen over regiovorming
portal-faq-lead = Zoek met uw eigen woorden. Een tikfout is geen probleem.
portal-faq-search-label = Zoek in de veelgestelde vragen
portal-faq-topics = Thema’s
portal-faq-all-topics = Alle thema’s
portal-faq-all = Alle vragen
portal-faq-found = { $count ->
    [0] Geen vragen gevonden
    [one] 1 vraag gevonden
   *[other] { $count } vragen gevonden
}
portal-faq-none = Er staan hier nog geen vragen.
portal-faq-checked = nagekeken op { $day }
portal-faq-not-there = Staat uw antwoord er niet bij?
portal-faq-ask = <a href="{ $url }">Stel uw vraag</a>. U krijgt meteen een nummer.
portal-faq-back = Alle veelgestelde vragen
portal-faq-entry-checked = Nagekeken op <time datetime="{ $machine }">{ $day }</time>
portal-faq-sources = Bronnen
portal-faq-print = Regiovraag, Agentschap Binnenlands Bestuur. Nagekeken op { $day }. Adres van deze pagina: { $url }
portal-faq-different = Is uw vraag anders?
portal-faq-different-ask = <a href="{ $url }">Stel ze aan ons</a>. U hoeft niet te weten wie bevoegd is.
portal-faq-aside = Verwante vragen en deze pagina
portal-faq-related = Verwante vragen
portal-faq-page = Deze pagina
portal-faq-feed = Volg nieuwe antwoorden (Atom)
portal-faq-no-topic = Geen thema
portal-faq-permanent = Vaste link

# Contact point
portal-contact-heading = Wie is uw contactpunt?
portal-contact-place = Gemeente of postcode
portal-contact-place-hint = Een deelgemeente of een oude naam mag ook.
portal-contact-several = Welke gemeente bedoelt u?
portal-contact-near = We vonden geen Vlaamse gemeente “{ $query }”. Bedoelt u een van deze?
portal-contact-none = We vonden geen Vlaamse gemeente voor “{ $query }”
portal-contact-none-way-out = Kijk de naam na, of kies uw gemeente uit <a href="#lijst">de lijst</a>. U kunt ook meteen <a href="/vraag">uw vraag stellen</a>: wij zoeken het contactpunt.
portal-contact-found = Het contactpunt van { $place } is { $desk }
portal-contact-mail-arrives = Uw mail komt vanzelf bij dit contactpunt terecht.
portal-contact-where = Waar ligt { $place }?
portal-contact-region = Referentieregio
portal-contact-region-size = <strong>{ $region }</strong> ({ $count ->
    [one] 1 gemeente
   *[other] { $count } gemeenten
})
portal-contact-province = Provincie
portal-contact-also = Deelgemeenten en vroegere namen
portal-contact-all = Alle gemeenten per provincie
portal-contact-province-size = { $province } ({ $count ->
    [one] 1 gemeente
   *[other] { $count } gemeenten
})

# The page behind an administration's link
portal-adm-title = Vraag voor { $desk }
portal-adm-kicker = Voor { $desk }, doorgestuurd door het Agentschap Binnenlands Bestuur
portal-adm-heading = Kunt u deze vraag beantwoorden?
portal-adm-heading-done = Een vraag die we u stelden
portal-adm-term = Termijn
portal-adm-due = Graag een antwoord tegen { $due }
# $count: working days, today not counted.
portal-adm-left = { $count ->
    [0] Dat is vandaag.
    [one] Dat is nog 1 werkdag.
   *[other] Dat is nog { $count } werkdagen.
}
portal-adm-late = { $count ->
    [one] Die dag is 1 werkdag voorbij. Uw antwoord blijft welkom.
   *[other] Die dag is { $count } werkdagen voorbij. Uw antwoord blijft welkom.
}
portal-adm-promised = De vraagsteller kreeg de belofte: antwoord ten laatste op { $due }.
portal-adm-error-heading = Er is nog niets verstuurd
portal-adm-state-answered = U antwoordde op { $moment }. U kunt uw antwoord nog aanvullen.
portal-adm-state-refused = U zei op { $moment } dat deze vraag niet voor u is. U hoeft niets meer te doen.
portal-adm-state-withdrawn = We namen deze vraag terug op { $moment }. U hoeft niets meer te doen.
portal-adm-answer-heading = Uw antwoord
portal-adm-answer-hint = Het contactpunt leest uw antwoord na en stuurt het naar de vraagsteller, met uw naam erbij.
portal-adm-answer = Antwoord
portal-adm-name = Uw voornaam en naam
portal-adm-send = Verstuur antwoord
portal-adm-otherwise = Kunt u niet antwoorden?
portal-adm-refuse-summary = Deze vraag is niet voor ons
portal-adm-refuse-who = Voor wie is ze dan wel?
portal-adm-refuse-who-hint = Een dienst, een naam of een mailadres. Weet u het niet? Laat leeg.
portal-adm-refuse-why = Waarom niet?
portal-adm-refuse = Niet voor ons
portal-adm-back-summary = We hebben eerst meer informatie nodig
portal-adm-back = Wat wilt u weten?
portal-adm-back-hint = Het contactpunt vraagt het aan de vraagsteller en bezorgt u het antwoord.
portal-adm-back-send = Stel deze vraag
portal-adm-later-summary = We antwoorden later: geef een datum
portal-adm-later = Wanneer antwoordt u?
portal-adm-later-hint = De vraagsteller kan deze datum lezen.
portal-adm-later-send = Geef deze datum door
portal-adm-good-to-know = Goed om te weten
portal-adm-asker = Vraagsteller
portal-adm-why = Waarom bij u?
portal-adm-why-topic = Uw dienst gaat over dit thema: { $topic }.
portal-adm-owner = Opgevolgd door
portal-adm-mail-heading = Liever per mail?
portal-adm-mail = Antwoord gewoon op de mail die u kreeg. Dat werkt precies hetzelfde, ook later.
portal-adm-link-heading = Deze link
portal-adm-link = De link is van uw dienst. Een collega mag hem gebruiken. Een account is niet nodig.
portal-adm-advice-heading = Kunt u ons hierover advies geven?
portal-adm-advice-answer-heading = Uw advies
portal-adm-advice-answer-hint = Het contactpunt leest uw advies en gebruikt het in zijn eigen antwoord. Het gaat niet naar de vraagsteller.
portal-adm-advice-back-hint = Het contactpunt antwoordt u.
portal-adm-advice-later-hint = Alleen het contactpunt leest deze datum.
portal-adm-advice-thanks = { $desk } gebruikt uw advies in het antwoord aan de vraagsteller.
portal-adm-advice-refused = { $desk } gaat verder zonder uw advies.
portal-adm-advice-asked = { $desk } leest uw vraag en antwoordt u.
portal-adm-advice-dated = { $desk } weet nu wanneer uw advies komt.
portal-adm-thanks-heading = Bedankt, we hebben uw antwoord
portal-adm-thanks-which = Vraag <strong class="rv-ref">{ $reference }</strong> van { $asker }.
portal-adm-thanks-1 = { $desk } leest uw antwoord na en stuurt het naar de vraagsteller.
portal-adm-thanks-2 = U krijgt geen herinneringen meer.
portal-adm-thanks-3 = Heeft de vraagsteller nog een vraag? Dan hoort u dat van het contactpunt.
portal-adm-thanks-more = Iets vergeten? <a href="{ $url }">Vul uw antwoord aan</a>, of antwoord op de mail.
portal-adm-refused-heading = Bedankt, we zoeken verder
portal-adm-refused-1 = { $desk } zoekt wie deze vraag wel kan beantwoorden.
portal-adm-refused-mistake = Was dit een vergissing? Antwoord dan op de mail die u kreeg.
portal-adm-asked-heading = Bedankt, we vragen het na
portal-adm-asked-1 = { $desk } antwoordt u zelf, of vraagt het aan de vraagsteller.
portal-adm-asked-2 = U krijgt het antwoord per mail, in dezelfde conversatie.
portal-adm-asked-more = Weet u intussen meer? <a href="{ $url }">Geef dan uw antwoord</a>, of antwoord op de mail.
portal-adm-dated-heading = Bedankt, we noteerden uw datum
portal-adm-dated-1 = { $desk } en de vraagsteller kunnen lezen wanneer u antwoordt.
portal-adm-dated-2 = Pas als die dag voorbij is, krijgt u een herinnering.

# Accessibility
portal-accessibility-lead = Iedereen moet deze dienst kunnen gebruiken. We volgen WCAG 2.2, niveau AA.
portal-accessibility-how-heading = Wat u mag verwachten
portal-accessibility-how-1 = Alles werkt met het toetsenbord en met een schermlezer.
portal-accessibility-how-2 = Alles werkt zonder JavaScript, ook op een smal scherm en vergroot tot 400%.
portal-accessibility-how-3 = Kleur alleen heeft nooit een betekenis.
portal-accessibility-lacks-heading = Wat nog niet goed is
portal-accessibility-lacks-1 = Bijlagen tonen we zoals de afzender ze maakte. Sommige pdf’s zijn niet toegankelijk.
portal-accessibility-lacks-2 = Een onafhankelijke toets door gebruikers met een beperking is nog niet gebeurd.
portal-accessibility-tell-heading = Lukt iets niet?
portal-accessibility-tell = Mail naar <a href="mailto:{ $mail }">{ $mail }</a> of bel <a href="/contactpunt">uw contactpunt</a>. We helpen u en lossen het op.

# Privacy
portal-privacy-lead = We gebruiken uw gegevens om uw vraag te beantwoorden, en voor niets anders.
portal-privacy-what-heading = Wat bewaren we?
portal-privacy-what-1 = Uw naam, uw e-mailadres, uw bestuur en wat u ons schrijft, met de bijlagen.
portal-privacy-what-2 = Wat er met uw vraag gebeurde: wie ze las, wie ze kreeg, wanneer u antwoord kreeg.
portal-privacy-who-heading = Wie leest het?
portal-privacy-who-1 = De contactpunten van het Agentschap Binnenlands Bestuur, en de diensten van de gouverneur van uw provincie.
portal-privacy-who-2 = De dienst die uw vraag beantwoordt. U ziet op uw pagina welke dat is.
portal-privacy-who-3 = Wie uw persoonlijke link heeft. Deel hem dus alleen met collega’s.
portal-privacy-not-heading = Wat doen we niet?
portal-privacy-not-1 = We volgen u niet: geen meetpixels, geen statistieken van anderen, niets van een andere website.
portal-privacy-not-2 = We bewaren in uw browser alleen uw taal, en pas als u die zelf kiest.
portal-privacy-not-3 = We publiceren nooit uw naam. Een veelgestelde vraag bevat geen gegevens over personen.
portal-privacy-rights-heading = Uw rechten
portal-privacy-rights = U mag uw gegevens inkijken, laten verbeteren en laten wissen. Schrijf naar <a href="mailto:{ $mail }">{ $mail }</a>.

# About
portal-about-lead = Regiovraag is één adres voor alle vragen over regiovorming. U hoeft nooit zelf te zoeken wie bevoegd is.
portal-about-who-heading = Voor wie?
portal-about-who = Voor gemeenten, OCMW’s, intergemeentelijke verenigingen, politie- en hulpverleningszones, en gouverneurs.
portal-about-promise-heading = Wat beloven we?
portal-about-promise-1 = U krijgt meteen een nummer, en een datum waarop u antwoord hebt.
portal-about-promise-2 = U ziet altijd wie uw vraag heeft en sinds wanneer.
portal-about-promise-3 = We sluiten uw vraag pas als u het antwoord kreeg.
portal-about-not-heading = Waarvoor niet?
portal-about-not = Vragen van burgers over hun eigen dossier horen bij het gemeentebestuur.
portal-about-contact = Een vraag? <a href="/vraag">Stel ze hier</a>, of bel <a href="/contactpunt">uw contactpunt</a>.

# "Dit was ik niet"
portal-notme-heading = Stelde u deze vraag niet?
portal-notme-lead = Iemand stelde ons een vraag met uw e-mailadres. Was u dat niet? Dan sluiten we ze. U krijgt er geen mails meer over.
portal-notme-button = Dit was ik niet
portal-notme-was-me = Ik stelde ze wel: bekijk mijn vraag
portal-notme-done-heading = Deze vraag is gesloten
portal-notme-done = U krijgt er geen mails meer over.

# What is wrong with a form
portal-error-subject = Schrijf het onderwerp
portal-error-subject-long = Maak het onderwerp korter dan 200 tekens
portal-error-question = Schrijf uw vraag
portal-error-question-long = Maak uw vraag korter, of voeg de rest toe als bijlage
portal-error-name = Schrijf uw voornaam en naam
portal-error-name-long = Maak uw naam korter dan 200 tekens
portal-error-mail = Vul een volledig e-mailadres in, zoals naam@gemeente.be
portal-error-organisation-long = Maak de naam van uw bestuur korter dan 200 tekens
portal-error-organisation-unknown = We kennen “{ $typed }” niet: kies welk bestuur u bedoelt, of zeg dat de naam klopt
portal-error-file = “{ $name }” is { $size }. Kies samen hoogstens 20 MB.
portal-error-file-empty = “{ $name }” is leeg en gaat niet mee. Verstuur zonder dit bestand, of kies een ander.
portal-error-files = Stuur hoogstens { $most } bestanden mee
portal-error-message = Schrijf uw bericht
portal-error-answer = Schrijf uw antwoord
portal-error-back = Schrijf wat u wilt weten
portal-error-day = Kies een dag
portal-error-day-unfit = Kies een werkdag die nog komt, binnen een jaar
portal-too-often = U stuurde te veel op korte tijd. Wacht even en probeer het opnieuw. Mailen kan wel.
portal-whose-instead = Voor wie wel: { $who }

# Status: how the answer was given, as the contact point noted it. $how: "per telefoon".
portal-closed-duplicate-of = We behandelen uw vraag samen met vraag { $reference }.
portal-merged-to = Bekijk die vraag
portal-merged-more = Wilt u nog iets toevoegen? Antwoord op onze mail. Uw bericht komt bij de vraag die verdergaat.
portal-noted-elsewhere = Beantwoord { $how } door { $by } op { $day }, genoteerd door { $desk }.
portal-noted-arrived = { $by } zei op { $day } { $how } dat uw vraag beantwoord is, genoteerd door { $desk }.
portal-noted-not = Dat klopt niet
portal-step-noted = { $desk } noteerde dat uw vraag beantwoord is
portal-step-noted-more = { $how } door { $by }, op { $day }.
portal-told-phone = per telefoon
portal-told-meeting = op een overleg
portal-told-mail = per mail
portal-told-otherwise = op een andere manier
portal-channel-phone = per telefoon
portal-channel-meeting = op een overleg
