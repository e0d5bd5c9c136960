# Mails. The text twin and the HTML twin of a mail use the same sentences.

# Days in a row: "1 mei, 14 mei en 25 mei".
mail-list-and = { $before } and { $last }

# The frame of every mail.
mail-greeting = Dear { $name }
mail-greeting-unknown = Hello
mail-greeting-colleague = Dear colleague
mail-footer-service = Regiovraag, a service of the Agentschap Binnenlands Bestuur (ABB)
mail-footer-number = Number: { $reference }.
mail-footer-view = Follow your question
mail-signature-desk = { $desk }, Agentschap Binnenlands Bestuur
mail-follow = Follow your question
mail-yes = Yes, answered
mail-yes-part = Yes, this part helps
mail-no = No, not yet
mail-no-part = No, this part does not help
mail-question = The question
mail-question-later = On { $date } the asker added:
mail-subject-fallback = Your question
mail-your-question = your question
mail-your-question-about = your question about { $about }
mail-asker-unknown = a local government
mail-asker-province = province of { $province }

# Acknowledgement, to somebody who mailed us.
mail-ack-received = We have your question. Its number is { $reference }. You will have an answer by { $due }.
mail-ack-part = We handle a part of your question { $whole } by itself, as question { $reference }. You will have an answer to it by { $due }.
mail-ack-next = What happens now?
# $days: working days.
mail-ack-step-read = The { $desk } reads your question within { $days ->
    [one] one working day
   *[other] { $days } working days
}.
mail-ack-step-answer = It answers itself, or sends your question to the service that is responsible.
mail-ack-step-gone = Your question went at once to { $administration }, which is responsible for it.
mail-ack-step-follow = The { $desk } follows this up, reads the answer and sends it to you.
mail-ack-step-late = Does it take longer? Then your page says where your question is, and what we wait for.
mail-ack-faq = This may help already
mail-ack-faq-accept = Yes, this answers my question
mail-ack-faq-nothing = You need not do anything. Your question simply goes on.
mail-ack-forgotten = Forgot something?
mail-ack-reply = Reply to this mail. Your message joins the same question.
mail-ack-reply-or-call = Reply to this mail. Your message joins the same question. You can also call: { $desk }, { $phone }.
mail-ack-automatic = This is an automatic acknowledgement.

# Acknowledgement of a form whose address nobody has proven: nothing that was typed.
mail-unverified-subject = Your question to Regiovraag [{ $reference }]
mail-unverified-received = A question was asked on our website with this e-mail address. Its number is { $reference }.
mail-unverified-by-colleague = A colleague of ours wrote down a question of yours. Its number is { $reference }.
mail-unverified-answered = A colleague of ours wrote down a question of yours, with the answer that you have already. Its number is { $reference }.
mail-unverified-part = We handle a part of a question that was asked with this e-mail address by itself. Its number is { $reference }.
mail-unverified-passed-on = Somebody passed a mail of yours on to us, with a question. Its number is { $reference }.
mail-unverified-in-its-name = We received a mail with a question that says to come from this address. Its number is { $reference }.
mail-unverified-page = You can read it on your page. There you also see who handles it and when you get an answer.
mail-unverified-page-answered = On your page you can read what we noted. If it is not so, tell us there.
mail-unverified-not-me = Was this not you? Tell us. Then we send you nothing more about this question.
mail-unverified-not-me-link = Tell us this was not you

# Forward to an administration.
mail-forward-subject = Question from { $asker }, answer please by { $due }: { $subject } [{ $reference }]
mail-forward-reply-subject = Answer to what you asked: { $subject } [{ $reference }]
mail-forward-wrote-subject = The asker wrote to us: { $subject } [{ $reference }]
mail-forward-advice-subject = Advice on a question from { $asker }, please by { $due }: { $subject } [{ $reference }]
mail-forward-asks = { $asker } has a question that is yours to answer. Can you answer { $due }?
mail-forward-asks-reply = You asked us something about the question of { $asker }. Below you read our answer. We still expect your own answer { $due }.
mail-forward-asks-wrote = You have a question of { $asker }. The asker wrote to us again; you read it below. We still expect your answer { $due }.
mail-forward-asks-advice = { $asker } has a question on which we would like your advice. Can you give it to us { $due }?
mail-forward-by = by { $date }
mail-forward-attached = Attached: { $files }.
mail-forward-how = How to answer
mail-forward-reply = Reply to this mail.
mail-forward-reply-more = Nothing more is needed. Or use the button: there you can also say that the question is not yours, ask something back or give a date. You need no account.
mail-forward-answer = Answer on the website
mail-forward-refuse = This question is not for us
mail-forward-know = Good to know
mail-forward-number = Number:
mail-forward-asker = Asked by:
mail-forward-why = Why you:
mail-forward-why-topic = you are responsible for { $topic }
mail-forward-why-itself = { $why } (our system chose you from the words; if that is wrong, do tell us)
mail-desk-answers-by = We answer by { $day }.
mail-forward-term = Term:
mail-forward-days = { $days ->
    [one] one working day
   *[other] { $days } working days
}
mail-forward-days-weekends = { mail-forward-days }, weekends not counted
mail-forward-days-holidays = { mail-forward-days }, weekends, { $holidays } not counted
mail-forward-after = What then:
mail-forward-after-review = the contact point reads your answer and sends it to { $asker }
mail-forward-after-relay = your answer goes straight to { $asker }
mail-forward-after-advice = the contact point uses your advice in its answer to { $asker }

# Answer to the asker.
mail-answer-here = Here is the answer to { $question }.
mail-answer-here-from = Here is the answer to { $question }. It comes from { $source }.
mail-answer-part = Here is a part of the answer to { $question }.
mail-answer-part-from = Here is a part of the answer to { $question }. It comes from { $source }.
mail-answer-completes = Here is the rest of the answer to { $question }. You already got a part of it.
mail-answer-completes-from = Here is the rest of the answer to { $question }. You already got a part of it. This rest comes from { $source }.
mail-answer-rest = Another part of the answer is still to come, from { $desk }. We asked them to answer by { $due }.
mail-answer-part-done = Does this part help you already?
mail-answer-part-open = You can also simply reply to this mail. Your question stays open in any case until you have the rest of the answer, too.
mail-answer-done = Does this answer your question?
mail-answer-silence = You can also simply reply to this mail. If we hear nothing, we close the question on { $closes }. Do you reply later? Then we open it again.

# An administration answered the asker directly.
mail-receipt-subject = Did you get an answer to your question? [{ $reference }]
mail-receipt-reported = { $administration } wrote to us that on { $date } you were answered directly about { $question }.
mail-receipt-ask = Did you get that answer, and does it help you?
mail-receipt-silence = If you say no, we go on with your question. If we hear nothing, we get in touch again after { $until }. Your question stays open until then.

# We need something from the asker.
mail-information-needed = We need something from you before we can go on with { $question }.
mail-information-how = Reply to this mail. Your message joins the same question.
mail-information-paused = As long as we wait for you, your term does not run. After your message we go on at once.

# Reminder to an administration.
mail-reminder-subject = Re: { $subject }
mail-reminder-waits = { $asker } is waiting for your answer about { $about }.
mail-reminder-waits-plain = { $asker } is waiting for your answer.
mail-reminder-waits-advice = We are waiting for your advice on a question from { $asker }.
# $days: working days left.
mail-reminder-left = We asked for it by { $due }. That is { $days ->
    [one] one working day
   *[other] { $days } working days
} from now.
mail-reminder-today = We asked for it by { $due }. That is today.
# $days: working days past.
mail-reminder-past = We asked for it by { $due }. That is { $days ->
    [one] one working day
   *[other] { $days } working days
} ago.
mail-reminder-crossed = Is your answer on its way? Then you can forget this mail. Is the date not possible? Give another: { $asker } reads it on the page of the question.
mail-reminder-date = Give another date
mail-reminder-reply = You can also reply to this mail.
mail-reminder-automatic = This reminder was sent automatically. It stops as soon as we have your answer.

# To an administration that need not answer any more. $asker: who asks: "gemeente Wetteren".
mail-withdrawal-answered = The question of { $asker } has been answered meanwhile. You need not answer any more.
mail-withdrawal-closed = The question of { $asker } has been closed meanwhile. You need not answer any more.
mail-withdrawal-merged = We go on with the question of { $asker } together with another one. To this one you need not answer any more.
mail-withdrawal-taken-back = We take back the question of { $asker }. You need not answer any more.
mail-withdrawal-late = Was your answer ready? Do send it as a reply to this mail, and we will read it. Thank you for your help.

# The links that an asker lost. $questions: how many.
mail-links-subject = Your questions to Regiovraag
mail-links-subject-one = Your question to Regiovraag [{ $reference }]
mail-links-here = On our website somebody with this e-mail address asked where their question is. { $questions ->
    [one] This is the link to your question.
   *[other] These are the links to your questions.
}
mail-links-question = Your question of { $asked }.
mail-links-question-about = Your question of { $asked }: { $subject }
mail-links-not-me = Was that not you? Then there is nothing you need to do. Give these links to nobody: whoever has them can read your question.
# A double. $question: "your question"; $reference: the number of the other question.
mail-duplicate-of = We handle { $question } together with question { $reference }. That is why we close this one. As soon as there is an answer, you get it from us.
mail-duplicate-of-answered = You asked { $question } before, as question { $reference }, and we have answered that one. That is why we close this one.
mail-duplicate-of-other = We handle { $question } together with another question about the same. That is why we close this one. As soon as there is an answer, you get it from us.
mail-duplicate-more = Is that not so, or do you still miss an answer? Reply to this mail. Then we open your question again.
# A question that goes on in another one.
mail-merged = We go on with { $question } together with question { $reference }. You get one answer to both.
mail-merged-other = We go on with { $question } together with another question about the same. As soon as there is an answer, you get it from us.
mail-merged-more = There is nothing that you need to do, and you do not wait any longer because of it. Do you want to add something? Reply to this mail.
mail-unmerged = We were going to handle your question together with another one. On second thoughts we handle it by itself again.
mail-closing-withdrawn = We close { $question } because it was withdrawn. We do not work on it any more.
mail-closing-scope = We close { $question } because it is not about regional cooperation. That is why you get no answer to it from us.
mail-closing-more = Is that not so, or is there something to add? Reply to this mail. Then we open your question again.

# The asker, when a person opens a closed question again. $due: a day in full.
mail-reopening-again = We have taken { $question } up again.
mail-reopening-due = You will have an answer by { $due }.
mail-reopening-more = There is nothing that you need to do. Do you want to add something? Reply to this mail.
mail-links-automatic = This is an automatic mail.
mail-links-why = The receiver’s mail server does not accept a mail this large. You can download the { $files ->
    [one] file
   *[other] files
} that came with it here:
mail-links-how-long = { $files ->
    [one] The link works
   *[other] The links work
} for as long as we keep the question.

# Mail: what the owner of a question reads in its conversation.
mail-notice-closing = The mail that says that this question is closed did not arrive at { $email }. So the asker does not know yet.
mail-notice-duplicate = The mail that says that this question is handled together with another one did not arrive at { $email }. So the asker does not know yet.
mail-notice-consultation = The request for advice did not arrive at { $email }. The question itself stays where it is.
mail-notice-delayed = The mail server that was to deliver the answer to { $email } reported that it was still waiting there, and nothing since. So nobody knows whether it arrived: the question does not close by itself. Check with the asker, or send the answer to another address.
# $desk: its name.
mail-notice-merged = Somebody wrote again in question { $reference }, which goes on in this one. The message stands under “Merged with { $reference }”; the asker of this question does not read it.
mail-notice-merged-held = In question { $reference }, which goes on in this one, a message of somebody who did not ask it still waits. It stands under “Merged with { $reference }”; the asker of this question does not read it.
mail-notice-no-advice = { $desk } gives no advice: it is not theirs.
mail-notice-reopening = The mail that says that this question is open again did not arrive at { $email }. So the asker does not know yet.
mail-notice-reported = Somebody reports that a mail to { $email } did not arrive. The report names only the number of this question, and no mail that we sent: an outsider may have written it. Nothing was changed. Check whether the mail arrived.
mail-notice-reported-nowhere = Somebody reports that a mail about this question did not arrive. The report names only the number, and no mail that we sent: an outsider may have written it. Nothing was changed. Check whether the mail arrived.
mail-notice-unsent = These words for the asker did not leave: the asker gets no mail about this.

# Mail: something is wrong with it.
mail-headers-only = This message is too large to be taken in: only its headers are here. The message itself is still in the mailbox it came in.
mail-unreadable = This mail could not be read. The mail itself is attached.
mail-alarm-subject-difference = Regiovraag: not all mail can be found
mail-alarm-subject-source = Regiovraag: a source of mail gives nothing any more
mail-alarm-subject-left = Regiovraag: mail stays behind at a source
mail-alarm-subject-silence = Regiovraag: no more mail comes in
mail-alarm-subject-outgoing = Regiovraag: no more mail leaves
mail-alarm-subject-scanner = Regiovraag: the virus scanner does not look at files
mail-alarm-difference = Of the mail that came in on { $day }, { $mails ->
    [one] 1 message is nowhere to be found.
   *[other] { $mails } messages are nowhere to be found.
} The mails themselves are kept.
mail-alarm-source = No mail can be taken in from the source { $source } since { $since }: { $failure }. What waits there is fetched as soon as it can be.
mail-alarm-unwatched = Nothing has looked for new mail at the source { $source } since { $since }. Check whether regiovraag runs with the right settings.
mail-alarm-left = At the source { $source } { $mails ->
    [one] lies 1 message that cannot be taken in: it is too large, or is not given to us. It stays there until somebody looks at it.
   *[other] lie { $mails } messages that cannot be taken in: they are too large, or are not given to us. They stay there until somebody looks at them.
}
mail-alarm-silence = No mail has come in by { $source } since { $since }. In the same hours of other weeks there were { $expected } on average. Check whether the mail server still delivers.
mail-alarm-outgoing = No mail has left since { $since }: { $mails ->
        [one] 1 message waits
       *[other] { $mails } messages wait
    }, and the mail server says: { $failure }. They leave by themselves as soon as it takes them again.
mail-alarm-scanner = { $files ->
    [one] 1 file waits
   *[other] { $files } files wait
} for the virus scanner: { $failure }. A mail that such a file goes with leaves only once the scanner has looked at it. Start the scanner again, or raise the limit that it names.
mail-alarm-look = Look at the balance of the mail
mail-alarm-daily = This message comes once a day as long as it lasts.

# Mail to a colleague who wants to hear of it. $count: how many.
mail-heard-subject = { $count ->
    [one] One notice from regiovraag
   *[other] { $count } notices from regiovraag
}
mail-heard-new = new question for your desk
mail-heard-replied = new message
mail-heard-undeliverable = mail did not arrive
mail-heard-due = term has passed
mail-heard-due-today = term ends today
mail-heard-mentioned = a colleague names you in a note
mail-heard-more = And { $count } more.
mail-heard-settings = Choose what you get mails about
mail-heard-why = You get this mail because you asked for it, or because a colleague named you.
# Mail: an observer is pointed at a question.
mail-signal-subject = Signal about question { $reference }
mail-signal-points = The { $desk } points you at question { $reference }.
mail-signal-topic = Topic: { $topic }
mail-signal-look = Look at the question
mail-signal-why = You get this mail because you watch the questions of your province. The question itself is left out on purpose.
