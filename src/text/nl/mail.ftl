# Mails. The text twin and the HTML twin of a mail use the same sentences.

# Days in a row: "1 mei, 14 mei en 25 mei".
mail-list-and = { $before } en { $last }

# The frame of every mail.
mail-greeting = Beste { $name }
mail-greeting-unknown = Beste
mail-greeting-colleague = Beste collega
mail-footer-service = Regiovraag, een dienst van het Agentschap Binnenlands Bestuur (ABB)
mail-footer-number = Nummer: { $reference }.
mail-footer-view = Volg uw vraag
mail-signature-desk = { $desk }, Agentschap Binnenlands Bestuur
mail-follow = Volg uw vraag
mail-yes = Ja, beantwoord
mail-yes-part = Ja, dit deel helpt
mail-no = Nee, nog niet
mail-no-part = Nee, dit deel helpt niet
mail-question = De vraag
mail-question-later = Op { $date } schreef de vraagsteller er nog bij:
mail-subject-fallback = Uw vraag
mail-your-question = uw vraag
mail-your-question-about = uw vraag over { $about }
mail-asker-unknown = een lokaal bestuur
mail-asker-province = provincie { $province }

# Acknowledgement, to somebody who mailed us.
mail-ack-received = We hebben uw vraag. Haar nummer is { $reference }. U krijgt een antwoord ten laatste op { $due }.
mail-ack-part = Een deel van uw vraag { $whole } behandelen we apart, als vraag { $reference }. U krijgt er antwoord op tegen { $due }.
mail-ack-next = Wat gebeurt er nu?
# $days: working days.
mail-ack-step-read = Het { $desk } leest uw vraag binnen { $days ->
    [one] één werkdag
   *[other] { $days } werkdagen
}.
mail-ack-step-answer = Het antwoordt zelf, of stuurt uw vraag naar de dienst die bevoegd is.
mail-ack-step-gone = Uw vraag ging meteen naar { $administration }, die hiervoor bevoegd is.
mail-ack-step-follow = Het { $desk } volgt dat op, leest het antwoord na en stuurt het naar u.
mail-ack-step-late = Duurt het langer? Dan leest u op uw pagina bij wie uw vraag ligt, en waarop we wachten.
mail-ack-faq = Misschien helpt dit al
mail-ack-faq-accept = Ja, dit beantwoordt mijn vraag
mail-ack-faq-nothing = Doet u niets? Dan loopt uw vraag gewoon door.
mail-ack-forgotten = Iets vergeten?
mail-ack-reply = Antwoord op deze mail. Uw bericht komt bij dezelfde vraag.
mail-ack-reply-or-call = Antwoord op deze mail. Uw bericht komt bij dezelfde vraag. Bellen kan ook: { $desk }, { $phone }.
mail-ack-automatic = Dit is een automatische ontvangstmelding.

# Acknowledgement of a form whose address nobody has proven: nothing that was typed.
mail-unverified-subject = Uw vraag aan Regiovraag [{ $reference }]
mail-unverified-received = Op onze website is met dit e-mailadres een vraag gesteld. Haar nummer is { $reference }.
mail-unverified-by-colleague = Een collega van ons schreef een vraag van u op. Haar nummer is { $reference }.
mail-unverified-answered = Een collega van ons schreef een vraag van u op, met het antwoord dat u al kreeg. Haar nummer is { $reference }.
mail-unverified-part = Een deel van een vraag die met dit e-mailadres gesteld is, behandelen we apart. Het nummer is { $reference }.
mail-unverified-passed-on = Iemand stuurde ons een mail van u door, met een vraag. Haar nummer is { $reference }.
mail-unverified-in-its-name = We kregen een mail met een vraag die zegt van dit e-mailadres te komen. Haar nummer is { $reference }.
mail-unverified-page = U leest ze op uw pagina. Daar ziet u ook wie ze behandelt en wanneer u antwoord krijgt.
mail-unverified-page-answered = U leest op uw pagina wat we noteerden. Klopt het niet, zeg het ons dan daar.
mail-unverified-not-me = Was u dat niet? Meld het ons. Dan sturen we u niets meer over deze vraag.
mail-unverified-not-me-link = Meld dat u dit niet was

# Forward to an administration.
mail-forward-subject = Vraag van { $asker }, graag antwoord tegen { $due }: { $subject } [{ $reference }]
mail-forward-reply-subject = Antwoord op uw vraag: { $subject } [{ $reference }]
mail-forward-wrote-subject = De vraagsteller schreef ons: { $subject } [{ $reference }]
mail-forward-advice-subject = Advies over een vraag van { $asker }, graag tegen { $due }: { $subject } [{ $reference }]
mail-forward-asks = { $asker } heeft een vraag waarvoor u bevoegd bent. Kunt u antwoorden { $due }?
mail-forward-asks-reply = U stelde ons een vraag over de vraag van { $asker }. Hieronder leest u ons antwoord. Uw eigen antwoord verwachten we nog altijd { $due }.
mail-forward-asks-wrote = U hebt een vraag van { $asker }. De vraagsteller schreef ons nog iets, dat u hieronder leest. Uw antwoord verwachten we nog altijd { $due }.
mail-forward-asks-advice = { $asker } heeft een vraag waarover we graag uw advies hebben. Kunt u ons dat geven { $due }?
mail-forward-by = tegen { $date }
mail-forward-attached = Als bijlage: { $files }.
mail-forward-how = Zo antwoordt u
mail-forward-reply = Antwoord op deze mail.
mail-forward-reply-more = Meer hoeft niet. Of gebruik de knop: daar kunt u ook zeggen dat de vraag niet voor u is, iets terugvragen of een datum geven. Een account is niet nodig.
mail-forward-answer = Antwoord op de website
mail-forward-refuse = Deze vraag is niet voor ons
mail-forward-know = Goed om te weten
mail-forward-number = Nummer:
mail-forward-asker = Vraagsteller:
mail-forward-why = Waarom bij u:
mail-forward-why-topic = u gaat over { $topic }
mail-forward-why-itself = { $why } (ons systeem koos u op basis van de tekst; klopt het niet, zeg het ons gerust)
mail-desk-answers-by = We antwoorden tegen { $day }.
mail-forward-term = Termijn:
mail-forward-days = { $days ->
    [one] één werkdag
   *[other] { $days } werkdagen
}
mail-forward-days-weekends = { mail-forward-days }, weekends niet meegeteld
mail-forward-days-holidays = { mail-forward-days }, weekends, { $holidays } niet meegeteld
mail-forward-after = Wat daarna:
mail-forward-after-review = het contactpunt leest uw antwoord na en stuurt het naar { $asker }
mail-forward-after-relay = uw antwoord gaat meteen naar { $asker }
mail-forward-after-advice = het contactpunt gebruikt uw advies in zijn antwoord aan { $asker }

# Answer to the asker.
mail-answer-here = Hier is het antwoord op { $question }.
mail-answer-here-from = Hier is het antwoord op { $question }. Het komt van { $source }.
mail-answer-part = Hier is een deel van het antwoord op { $question }.
mail-answer-part-from = Hier is een deel van het antwoord op { $question }. Het komt van { $source }.
mail-answer-completes = Hier is de rest van het antwoord op { $question }. Een deel ervan kreeg u al.
mail-answer-completes-from = Hier is de rest van het antwoord op { $question }. Een deel ervan kreeg u al. Deze rest komt van { $source }.
mail-answer-rest = Een ander deel van het antwoord komt nog, van { $desk }. Aan hen vroegen we te antwoorden tegen { $due }.
mail-answer-part-done = Helpt dit deel u al verder?
mail-answer-part-open = U mag ook gewoon op deze mail antwoorden. Uw vraag blijft in elk geval open tot u ook de rest van het antwoord hebt.
mail-answer-done = Is uw vraag hiermee beantwoord?
mail-answer-silence = U mag ook gewoon op deze mail antwoorden. Horen we niets, dan sluiten we de vraag op { $closes }. Antwoordt u later nog? Dan openen we ze opnieuw.

# An administration answered the asker directly.
mail-receipt-subject = Kreeg u een antwoord op uw vraag? [{ $reference }]
mail-receipt-reported = { $administration } schreef ons dat u op { $date } rechtstreeks antwoord kreeg op { $question }.
mail-receipt-ask = Kreeg u dat antwoord, en helpt het u?
mail-receipt-silence = Zegt u nee, dan gaan wij verder met uw vraag. Horen we niets, dan vragen wij het u na { $until } nog eens. Zolang blijft uw vraag open.

# We need something from the asker.
mail-information-needed = We hebben iets van u nodig om verder te kunnen met { $question }.
mail-information-how = Antwoord op deze mail. Uw bericht komt bij dezelfde vraag.
mail-information-paused = Zolang we op u wachten, loopt uw termijn niet. Na uw bericht gaan we meteen verder.

# Reminder to an administration.
mail-reminder-subject = Re: { $subject }
mail-reminder-waits = { $asker } wacht op uw antwoord over { $about }.
mail-reminder-waits-plain = { $asker } wacht op uw antwoord.
mail-reminder-waits-advice = We wachten op uw advies over een vraag van { $asker }.
# $days: working days left.
mail-reminder-left = We vroegen het tegen { $due }. Dat is nog { $days ->
    [one] één werkdag
   *[other] { $days } werkdagen
}.
mail-reminder-today = We vroegen het tegen { $due }. Dat is vandaag.
# $days: working days past.
mail-reminder-past = We vroegen het tegen { $due }. Dat is { $days ->
    [one] één werkdag
   *[other] { $days } werkdagen
} geleden.
mail-reminder-crossed = Is uw antwoord al onderweg? Dan mag u deze mail vergeten. Lukt de datum niet? Geef een andere: op de pagina van de vraag leest { $asker } ze.
mail-reminder-date = Geef een andere datum
mail-reminder-reply = Antwoorden op deze mail kan ook.
mail-reminder-automatic = Deze herinnering ging automatisch de deur uit. Ze stopt zodra we uw antwoord hebben.

# To an administration that need not answer any more. $asker: who asks: "gemeente Wetteren".
mail-withdrawal-answered = De vraag van { $asker } heeft intussen een antwoord. U hoeft niet meer te antwoorden.
mail-withdrawal-closed = De vraag van { $asker } is intussen afgesloten. U hoeft niet meer te antwoorden.
mail-withdrawal-merged = We behandelen de vraag van { $asker } verder samen met een andere vraag. Op deze hoeft u niet meer te antwoorden.
mail-withdrawal-taken-back = We trekken de vraag van { $asker } bij u in. U hoeft niet meer te antwoorden.
mail-withdrawal-late = Had u al een antwoord klaar? Stuur het gerust als antwoord op deze mail, dan lezen wij het. Bedankt voor uw hulp.

# The links that an asker lost. $questions: how many.
mail-links-subject = Uw vragen aan Regiovraag
mail-links-subject-one = Uw vraag aan Regiovraag [{ $reference }]
mail-links-here = Op onze website vroeg iemand met dit e-mailadres waar zijn vraag staat. { $questions ->
    [one] Dit is de link naar uw vraag.
   *[other] Dit zijn de links naar uw vragen.
}
mail-links-question = Uw vraag van { $asked }.
mail-links-question-about = Uw vraag van { $asked }: { $subject }
mail-links-not-me = Was u dat niet? Dan hoeft u niets te doen. Geef deze links aan niemand door: wie ze heeft, kan uw vraag lezen.
# A double. $question: "uw vraag"; $reference: the number of the other question.
mail-duplicate-of = We behandelen { $question } samen met vraag { $reference }. Daarom sluiten we deze vraag. Zodra er een antwoord is, krijgt u het van ons.
mail-duplicate-of-answered = U stelde { $question } al als vraag { $reference }, en daarop hebben we geantwoord. Daarom sluiten we deze vraag.
mail-duplicate-of-other = We behandelen { $question } samen met een andere vraag over hetzelfde. Daarom sluiten we deze vraag. Zodra er een antwoord is, krijgt u het van ons.
mail-duplicate-more = Klopt dat niet, of mist u nog een antwoord? Antwoord op deze mail. Dan openen we uw vraag opnieuw.
# A question that goes on in another one.
mail-merged = We behandelen { $question } verder samen met vraag { $reference }. U krijgt één antwoord op de twee.
mail-merged-other = We behandelen { $question } verder samen met een andere vraag over hetzelfde. Zodra er een antwoord is, krijgt u het van ons.
mail-merged-more = U hoeft zelf niets te doen, en u wacht er niet langer door. Wilt u nog iets toevoegen? Antwoord op deze mail.
mail-unmerged = We zouden uw vraag samen met een andere behandelen. Bij nader inzien behandelen we ze weer apart.
mail-closing-withdrawn = We sluiten { $question } af omdat ze is ingetrokken. We werken er niet verder aan.
mail-closing-scope = We sluiten { $question } af omdat ze niet over regiovorming gaat. Daarom krijgt u er van ons geen antwoord op.
mail-closing-more = Klopt dat niet, of wilt u er nog iets over zeggen? Antwoord op deze mail. Dan openen we uw vraag opnieuw.

# The asker, when a person opens a closed question again. $due: a day in full.
mail-reopening-again = We hebben { $question } opnieuw opgenomen.
mail-reopening-due = U krijgt antwoord tegen { $due }.
mail-reopening-more = U hoeft zelf niets te doen. Wilt u nog iets toevoegen? Antwoord op deze mail.
mail-links-automatic = Dit is een automatische mail.
# In place of files that are too large for the receiver's mail server. $files: how many.
mail-links-why = De mailserver van de ontvanger neemt zo’n grote mail niet aan. U kunt { $files ->
    [one] het bestand
   *[other] de bestanden
} bij deze mail hier ophalen:
mail-links-how-long = { $files ->
    [one] De link werkt
   *[other] De links werken
} zolang wij de vraag bewaren.

# Mail: what the owner of a question reads in its conversation. $email: an address.
mail-notice-closing = De mail die zegt dat deze vraag is afgesloten, kwam niet aan op { $email }. De vraagsteller weet het dus nog niet.
mail-notice-duplicate = De mail die zegt dat deze vraag samen met een andere behandeld wordt, kwam niet aan op { $email }. De vraagsteller weet het dus nog niet.
mail-notice-consultation = De vraag om advies kwam niet aan op { $email }. De vraag zelf blijft waar ze is.
mail-notice-delayed = De mailserver die het antwoord aan { $email } zou afleveren, meldde dat het daar nog wachtte, en daarna niets meer. Niemand weet dus of het aankwam: de vraag wordt niet vanzelf afgesloten. Vraag het na bij de vraagsteller, of stuur het antwoord naar een ander adres.
# $desk: its name.
mail-notice-merged = In vraag { $reference }, die in deze vraag verdergaat, schreef iemand opnieuw. Het bericht staat onder “Samengevoegd met { $reference }”; de vraagsteller van deze vraag leest het niet.
mail-notice-merged-held = In vraag { $reference }, die in deze vraag verdergaat, wacht nog een bericht van wie de vraag niet stelde. Het staat onder “Samengevoegd met { $reference }”; de vraagsteller van deze vraag leest het niet.
mail-notice-no-advice = { $desk } geeft geen advies: het is niet voor hen.
mail-notice-reopening = De mail die zegt dat deze vraag weer open is, kwam niet aan op { $email }. De vraagsteller weet het dus nog niet.
mail-notice-reported = Iemand meldt dat een mail aan { $email } niet aankwam. De melding noemt alleen het nummer van deze vraag, en geen mail die wij verstuurden: ook een buitenstaander kan ze geschreven hebben. Er is niets veranderd. Kijk na of de mail aankwam.
mail-notice-reported-nowhere = Iemand meldt dat een mail over deze vraag niet aankwam. De melding noemt alleen het nummer, en geen mail die wij verstuurden: ook een buitenstaander kan ze geschreven hebben. Er is niets veranderd. Kijk na of de mail aankwam.
mail-notice-unsent = Deze woorden voor de vraagsteller vertrokken niet: de vraagsteller krijgt hierover geen mail.

# Mail: something is wrong with it. $day: "donderdag 12 maart"; $mails, $expected: how many; $source: its name.
mail-headers-only = Dit bericht is te groot om over te nemen: alleen de kopregels zijn hier. Het bericht zelf staat nog in de mailbox waar het binnenkwam.
mail-unreadable = Deze mail kon niet gelezen worden. De mail zelf zit in bijlage.
mail-alarm-subject-difference = Regiovraag: niet alle mail is terug te vinden
mail-alarm-subject-source = Regiovraag: een bron van mail levert niets meer
mail-alarm-subject-left = Regiovraag: mail blijft liggen bij een bron
mail-alarm-subject-silence = Regiovraag: er komt geen mail meer binnen
mail-alarm-subject-outgoing = Regiovraag: er vertrekt geen mail meer
mail-alarm-subject-scanner = Regiovraag: de virusscanner bekijkt geen bestanden
mail-alarm-difference = Van de mail die op { $day } binnenkwam, { $mails ->
    [one] is 1 bericht nergens terug te vinden.
   *[other] zijn { $mails } berichten nergens terug te vinden.
} De mails zelf zijn bewaard.
mail-alarm-source = Van de bron { $source } kan sinds { $since } geen mail worden overgenomen: { $failure }. Wat daar wacht, wordt opgehaald zodra het weer kan.
mail-alarm-unwatched = Bij de bron { $source } kijkt sinds { $since } niets meer naar nieuwe mail. Kijk na of regiovraag er draait met de juiste instellingen.
mail-alarm-left = Bij de bron { $source } { $mails ->
    [one] ligt 1 bericht dat niet kan worden overgenomen: het is te groot, of het wordt ons niet gegeven. Het blijft daar liggen tot iemand het bekijkt.
   *[other] liggen { $mails } berichten die niet kunnen worden overgenomen: ze zijn te groot, of worden ons niet gegeven. Ze blijven daar liggen tot iemand ze bekijkt.
}
mail-alarm-silence = Sinds { $since } kwam er geen mail binnen langs { $source }. In dezelfde uren van andere weken waren dat er gemiddeld { $expected }. Kijk na of de mailserver nog aflevert.
mail-alarm-outgoing = Sinds { $since } vertrekt er geen mail: { $mails ->
        [one] 1 bericht wacht
       *[other] { $mails } berichten wachten
    }, en de mailserver zegt: { $failure }. Ze vertrekken vanzelf zodra hij ze weer aanneemt.
mail-alarm-scanner = { $files ->
    [one] 1 bestand wacht
   *[other] { $files } bestanden wachten
} op de virusscanner: { $failure }. Een mail waar zo een bestand bij hoort, vertrekt pas als de scanner het bekeken heeft. Start de scanner opnieuw, of verhoog de grens die hij noemt.
mail-alarm-look = Bekijk de balans van de mail
mail-alarm-daily = Dit bericht komt één keer per dag zolang het duurt.

# Mail to a colleague who wants to hear of it. $count: how many.
mail-heard-subject = { $count ->
    [one] Eén melding van regiovraag
   *[other] { $count } meldingen van regiovraag
}
mail-heard-new = nieuwe vraag voor uw loket
mail-heard-replied = nieuw bericht
mail-heard-undeliverable = mail niet aangekomen
mail-heard-due = termijn verstreken
mail-heard-due-today = termijn loopt vandaag af
mail-heard-mentioned = een collega noemt u in een notitie
mail-heard-more = En nog { $count } andere.
mail-heard-settings = Kies waarover u mails krijgt
mail-heard-why = U krijgt deze mail omdat u daarom vroeg, of omdat een collega u noemde.
# Mail: an observer is pointed at a question. $desk: a desk; $reference: a number; $topic: the title of a topic.
mail-signal-subject = Signaal over vraag { $reference }
mail-signal-points = Het { $desk } wijst u op vraag { $reference }.
mail-signal-topic = Thema: { $topic }
mail-signal-look = Bekijk de vraag
mail-signal-why = U krijgt deze mail omdat u de vragen van uw provincie volgt. De vraag zelf staat er bewust niet in.
