# The demo's mailboxes: write as a local government, read and answer as whoever got a mail.
demo-boxes = Mailboxen
demo-boxes-more = Toon nog { $count } mailboxen
demo-write = Nieuwe mail schrijven
demo-write-as = als een lokaal bestuur
demo-mails-count = { $count ->
    [one] 1 mail
   *[other] { $count } mails
}
demo-write-title = Demo: schrijf als een bestuur
demo-write-heading = Probeer het uit: mail als een bestuur
demo-write-lead = Uw mail gaat door de echte verwerking. Kijk daarna in het bureau: daar staat de vraag in de wachtrij.
demo-errors-heading = Uw mail is nog niet verstuurd
demo-from = Van
demo-from-other = Of een ander adres
demo-from-other-hint = Zoals jan.peeters@aalst.be. Dit gaat voor op de keuze hierboven.
demo-to = Aan
demo-subject = Onderwerp
demo-body = Bericht
demo-date = Datum
demo-attachment = Bijlage
demo-send = Verstuur
demo-another = Geef me een ander voorbeeld
demo-unknown-sender = Onbekende afzender
# $name: a person. $organisation: "gemeente Wetteren". $mail: the address.
demo-sender = { $name }, { $organisation } ({ $mail })
demo-error-from = Vul een volledig e-mailadres in, zoals naam@gemeente.be
demo-error-to = Vul het adres in waar de mail naartoe gaat
demo-error-body = Schrijf een bericht
demo-error-files = De bijlagen zijn samen te groot. Kies er minder of kleinere.
demo-mailbox-title = Demo: mailbox van { $name }
demo-mailbox-of = Mailbox van { $name }
demo-mails = Mails
demo-no-mails = Hier kwam nog geen mail aan.
demo-no-subject = (geen onderwerp)
demo-list-from = van { $name }
demo-list-to = aan { $name }
demo-note-written = { $moment }, verzonden
demo-reply-as = Antwoord als { $name }
demo-reply = Antwoord
demo-error-reply = Schrijf een antwoord
demo-notice-written = Uw mail is onderweg. Even later staat hij in het bureau.
demo-notice-replied = Uw antwoord is onderweg. Even later staat het in het bureau.
demo-notice-failed = De melding van de mailserver is onderweg. Even later staat ze in het bureau.
demo-notice-silent = Er gaat niets terug: deze mail vertrok zonder adres voor zo’n melding, omdat geen mens hem schreef.
demo-fail-summary = Laat deze mail mislopen
demo-fail-question = Wat antwoordt de mailserver van { $domain }?
demo-fail-unknown = Adres bestaat niet
demo-fail-full = Mailbox vol, probeer later
demo-fail-large = Bericht te groot
demo-fail-absent = Afwezig tot maandag
demo-fail = Stuur dat terug
demo-view-page = Toon zoals de ontvanger hem ziet
demo-view-text = Toon als platte tekst
demo-view-source = Toon de bron
