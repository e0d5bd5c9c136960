# Desk: the frame round every page.
desk-skip = To the content
desk-brand-of = Home Affairs
desk-search-label = Search questions and answers, or go to a number
desk-search-hint = Search questions, governments, answers or a number
desk-nav = Main menu
desk-nav-short = Short menu
desk-queue = Queue
desk-faq = Frequently asked questions
desk-faq-short = FAQ
desk-sign-out = Sign out
desk-error-prefix = Error:

# Desk: the keys.
desk-keys = Keyboard shortcuts
desk-keys-open = Show the keyboard shortcuts
desk-keys-on = Single letters as shortcuts
desk-key-next = next, previous
desk-key-open = open
desk-key-answer = answer
desk-key-use = use a proposal, or pass a message on
desk-key-forward = send on
desk-key-proposal = look at the proposal
desk-key-note = note
desk-key-take = take
desk-key-close = close
desk-key-back = back to the queue
desk-key-search = search
desk-key-this = all keys

# Desk: signing in.
desk-sign-in = Sign in
desk-sign-in-title = Sign in to Regiovraag
desk-sign-in-for = For staff of the contact points and ABB.
desk-sign-in-flanders = Flanders
desk-sign-in-promise = Every question about regional cooperation, until the answer is there.
desk-sign-in-first = What comes first stands on top
desk-sign-in-ball = You always see who has the ball
desk-sign-in-proof = A question only closes with proof
desk-sign-in-email = E-mail address
desk-sign-in-password = Password
desk-sign-in-demo = Accounts of the demo
desk-sign-in-demo-about = Choose who you are. These accounts exist in the demo only.
desk-sign-in-as = Sign in as { $name }
desk-sign-in-asker = Do you have a question as a local government?
desk-sign-in-ask-here = Ask it here, without an account.
# $provider: where people sign in, such as ACM/IDM.
desk-sign-in-at = Sign in with { $provider }
desk-sign-in-or = or with a password
desk-sign-in-no-passwords = Signing in with a password is not possible here.
desk-code-title = One more step
desk-code-about = Type the code of your app, or one of your recovery codes.
desk-code = Code
desk-code-wrong = That code is not right, or has been used.
desk-code-submit = Continue
desk-code-lost = Lost both telephone and recovery codes? The administrator of Regiovraag can take the second step away.
desk-code-other = Sign in with another account
desk-link-title = Sign in with a link
# $email: the account.
desk-link-about = This link signs you in as { $email }, once.
desk-signed-out = You are signed out
# $provider: where people sign in.
desk-signed-out-about = You are signed out of Regiovraag. We take you to { $provider }, to sign you out there too.
desk-signed-out-on = Go on to { $provider }
desk-oidc-again = Sign in again
# $provider: where people sign in.
desk-oidc-other-person = Sign out of { $provider }
desk-oidc-over = This sign-in is over
desk-oidc-over-about = It took too long, the link was used already, or you began in another browser. Nothing is lost: just begin again.
desk-oidc-denied = You are not signed in
# $provider: where people sign in.
desk-oidc-denied-about = Signing in at { $provider } was broken off, or { $provider } did not let you in. Try again; if that fails, ask whoever manages access in your organisation.
# $provider: where people sign in.
desk-oidc-away = { $provider } does not answer
# $contact: whom to ask.
desk-oidc-away-about = It is not your doing. Try again in a few minutes. If it lasts, tell { $contact }.
# $contact: whom to ask.
desk-oidc-away-or-password = It is not your doing. Try again in a few minutes, or sign in with your password if you have one. If it lasts, tell { $contact }.
# $provider: where people sign in.
desk-oidc-doubt = The answer of { $provider } is not right
# $contact: whom to ask.
desk-oidc-doubt-about = To be safe we do not sign you in with it. Try once more; if that fails, give the number below to { $contact }.
desk-oidc-no-role = You have no access to Regiovraag yet
# $provider: where people sign in. $contact: whom to ask.
desk-oidc-no-role-about = { $provider } knows you, but you have no role for Regiovraag there. Ask for one: { $contact }. Then sign in again.
desk-oidc-no-address = We do not know your e-mail address
# $provider: where people sign in. $contact: whom to ask.
desk-oidc-no-address-about = { $provider } gives us no e-mail address of yours, and without one we cannot give you an account. Have it completed; { $contact } can help.
desk-oidc-taken = There is an account with your e-mail address already
# $contact: whom to ask.
desk-oidc-taken-about = For your safety we do not link it to you by ourselves. Ask for the link: { $contact }.
desk-oidc-off = Your account is switched off
# $contact: whom to ask.
desk-oidc-off-about = Do you think that is wrong? Ask { $contact }.

# Desk: the second step of one's own account.
desk-second = Signing in in two steps
desk-second-about = With a second step your password alone is not enough: you also type a code that an app on your telephone makes.
# $provider: where people sign in.
desk-second-elsewhere = You sign in with { $provider } and have no password here. The second step is arranged there.
desk-second-off = The second step is off.
desk-second-scan = 1. Scan this with an app that makes codes
desk-second-scan-about = Every app for one-time codes can read it.
desk-second-open = Or open it in an app on this device
desk-second-picture = QR code with the key below
desk-second-key = Or type this key over
desk-second-confirm = 2. Confirm with a code
desk-second-password = Your password
desk-second-code = Code of the app
desk-second-code-any = Code of the app, or a recovery code
desk-second-turn-on = Turn the second step on
# $since: a moment.
desk-second-on = The second step is on since { $since }.
# $left: recovery codes.
desk-second-left = { $left ->
    [0] You have no recovery codes left.
    [one] You have one recovery code left.
   *[other] You have { $left } recovery codes left.
}
desk-second-renew = New recovery codes
desk-second-renew-about = Those before them stop working.
desk-second-renew-submit = Renew the recovery codes
desk-second-end = Turn the second step off
desk-second-end-submit = Turn off
desk-second-is-off = The second step is off
desk-second-codes = Your recovery codes
desk-second-codes-about = Keep them where you find them when your telephone is gone: printed or in a password vault. Each code works once. We show them only now.
desk-second-codes-done = I have kept them
desk-second-wrong-password = That password is not right.
desk-second-over = This form was too old. Here is a new key: scan it again.
desk-second-changed = This has changed in the meantime. You see how it stands now.

# Desk: the queue.
desk-queue-scope = Reach
desk-queue-table = Questions, what comes first stands on top
desk-queue-empty = Nothing waits for you now
desk-queue-empty-about = New questions appear here by themselves. Where the ball is elsewhere, Regiovraag follows up for you.
desk-queue-no-match = No question fits
desk-queue-no-match-about = There are questions in the queue, but none that fits all filters at once.
desk-queue-clear = Without filters
desk-queue-see = See: { $scope }
desk-queue-next = Next
desk-queue-first = First page
desk-col-due = Due
desk-col-question = Question and next step
desk-col-who = Asker
desk-col-topic = Topic and number
desk-col-ball = The ball is with
desk-col-receipt = Receipt
desk-section-first = This first
desk-section-first-about = not delivered, disputed or late
desk-section-today = Today
desk-section-today-about = due before the desk closes
desk-section-advice = Advice wanted
desk-section-advice-about = another desk is the owner and waits for your advice
desk-section-to-do = New and to do
desk-section-to-do-about = the ball is with us
desk-section-to-do-about-of = the ball is with { $desk }
desk-section-to-do-about-others = the ball is with the desk that owns it
desk-section-follow-up = Follow up
desk-section-follow-up-about = the ball is elsewhere, nothing to do until the date
desk-section-closed = Closed
desk-section-closed-about = a reply of the asker opens the question again
desk-filters = Filters
desk-filter-status = Status
desk-filter-receipt = Receipt
desk-filter-topic = Topic
desk-filter-apply = Apply
desk-filter-province = Province
desk-filter-region = Region
desk-filter-handler = Handler
desk-filter-handler-none = Nobody
desk-filter-handler-left = { $name } (no longer at the desk)
desk-filter-period = Period
desk-filter-late = Late
desk-views-own = My views
desk-views-shared = Of the desk
desk-view-keep = Keep as a view
desk-view-remove = Remove the view
desk-view-name-label = Name
desk-view-who = Who sees it
desk-view-me = Only me
desk-view-save = Keep
desk-view-saved = The view is kept. It stands in the menu on the left.
desk-view-removed = The view is removed.
desk-view-name = A view has a name of 1 to 60 characters.
desk-view-taken = There is a view with this name already. Choose another name.
desk-view-too-many = There are 30 views already. First remove one that you no longer use.
desk-view-too-long = What you look for is too long to keep. Make it shorter.
desk-period-week = last 7 days
desk-period-month = last month
desk-period-quarter = last 3 months
desk-period-year = last 12 months

# Desk: what a search found.
desk-search-for = Search: { $typed }
desk-search-about = in any form and in compounds, the latest first
desk-search-tips = Search more precisely with
desk-found = { $count ->
    [0] No questions found
    [one] 1 question found
   *[other] { $count } questions found
  }
desk-found-many = Many questions found
desk-found-list = Questions that were found
desk-found-asked = { $number } · asked on { $day }
desk-found-faq = Frequently asked:
desk-found-nothing = Nothing found for “{ $typed }”
desk-found-nothing-about = No question that you may read holds all these words. Search with fewer or other words, or with the beginning of a word: vervoer*.
desk-proposal-send-to = Look at the proposal, send on to
# $desk: the administration; $percent: how sure the proposal is.
desk-proposal-look = Look at the proposal: send on to { $desk }, { $percent }% sure

# Desk: a question.
desk-threads = Conversations
desk-threads-administrations = Conversations with administrations
# Behind the name of a conversation. $count: its messages, of which the number stands before it.
desk-tab-messages = { $count ->
    [one] message
   *[other] messages
}
desk-tab-new = new
desk-no-administration = With no administration yet
desk-no-administration-ever = Never was with an administration
desk-no-administration-about = You can answer yourself or send the question on.
desk-role-observer = Observer
desk-role-observer-of = Observer { $province }
desk-role-editor = FAQ editor
desk-role-admin = Administration
desk-role-coordinator = Coordination
desk-no-province = Your account is not tied to a province yet
desk-no-province-about = You see the questions of your province as soon as an administrator ties it to your account.
desk-composer = What do you want to do
desk-composer-kinds = Kind of message
desk-draft-kept = What you type is kept in this tab
# $desk: the desk that owns the question.
desk-answers-elsewhere = { $desk } answers this question.
desk-do-answer = Answer
desk-do-forward = Send on
desk-do-note = Note
desk-do-withdraw = Take back
desk-do-pass-on = Pass on
desk-do-leave-out = Go on without this file
desk-done-leave-out = The file is left out. Mails that waited for it leave without it.
desk-do-seen = Seen
desk-do-leave = Do not use
# $name: the colleague who has it.
desk-do-take-over = Take over from { $name }
desk-do-release = Give back to the desk
desk-do-take = Take
desk-note-of = Note by { $author }
desk-note-for = only for colleagues at ABB
desk-note-of-house = Report by regiovraag
desk-note-new = not seen yet
desk-quoted = { $lines ->
    [one] One line of earlier mail
   *[other] { $lines } lines of earlier mail
}
desk-quoted-added = What the asker added later
desk-signature = Signature
desk-proposal-title = Proposal: send on to { $desk } ({ $percent }%)
desk-proposal-about = The question then goes to { $email }. The asker does not read that conversation, and you stay the owner of the question.
desk-proposal-words = Because of the words
desk-proposal-otherwise = Choose otherwise
desk-sources = To answer from
desk-templates = Begin with a template
desk-source-insert = Insert into answer
desk-source-why = Fits { $percent }%, published on { $day }
desk-source-original = The answer to { $reference }
desk-source-original-why = This question was a double of it · answered on { $day }
desk-to = To
desk-not-to = Not to
desk-answer-text = Answer to the asker
desk-answer-frame = The mail begins in Dutch with “Beste { $name }” and ends with your name and your contact point: you need not write those.
desk-answer-frame-nameless = The mail begins in Dutch with “Beste” and ends with your name and your contact point: you need not write those.
desk-answer-attach = Add attachments
desk-answer-files = Attachments that go along
desk-answer-goes-to = This goes to 1 recipient: { $who }.
# $count: all of them.
desk-answer-goes-to-all = This goes to { $count } recipients, each in a mail of their own: { $who }, and those named above at “Also”.
desk-answer-goes-to-at-end = This goes to { $who }. When this is the whole answer, it also goes to those named above at “Also”.
desk-answer-told-too = Besides, a mail that they need not answer any more goes to: { $desks } (but for those that still answer by your choice above).
desk-answer-send = Send to { $name }
desk-answer-send-nameless = Send
desk-note-text = Note
desk-note-stays = Only colleagues at ABB read this. Whoever you name with @ gets a mail about it, unless that colleague wants no such mails. No other mail leaves.
desk-note-save = Keep the note
desk-forward-text = Add something yourself (may stay empty)
desk-forward-along = What the asker added later goes along
desk-forward-added = { $day }: “{ $excerpt }”
desk-forward-added-files = { $message } ({ $count ->
    [one] 1 attachment
   *[other] { $count } attachments
})
desk-proposal-along = { $count ->
    [one] What the asker added later goes along.
   *[other] The { $count } messages that the asker added later go along.
}
desk-forward-when = Answer asked by
# $day: the day that they are asked; $promised: the day that the asker was promised.
desk-forward-before = { $day }, before the day that the asker was promised ({ $promised })
desk-forward-beyond = { $day }: that is after { $promised }, the day that the asker was promised
desk-forward-late = The day that the asker was promised ({ $promised }) is too near or past: { $day } is not before it either.
desk-forward-what = They get the question with its attachments and your text, and are asked to answer by { $day }. Replying to the mail is enough. The asker does not read this.
desk-forward-what-chosen = They get the question with its attachments and your text, and are asked to answer by the chosen day. Replying to the mail is enough. The asker does not read this.
desk-forward-to = Send on to { $desk }
desk-forward-other = Somebody else
desk-forward-choose = Choose a service
desk-forward-to-other = Send on to the chosen service
# $desk: the administration that asked something back, or that has the question.
desk-form-reply = Answer { $desk }
desk-reply-text = Your answer to what { $desk } asked
desk-reply-about = { $desk } gets your answer by mail, in the same conversation. The asker does not read this.
desk-reply-do = Send the answer to { $desk }
desk-done-reply = Your answer to the administration is leaving now.
desk-pass-on-to = Pass on to { $desk }
desk-pass-on-text = What you pass on
desk-pass-on-quote = The asker wrote to us on { $day }:
desk-pass-on-about = They get this by mail, in the same conversation. The question stays with whoever has it now. The asker does not read this.
desk-pass-on-do = Pass on to { $desk }
desk-pass-on-do-several = Pass on to those you ticked
desk-done-pass-on = Passed on. The question stays where it was.
desk-done-seen = Noted: seen. The question stays where it was.
# $desk: the administration.
desk-withdraw-about = { $desk } gets a mail that no answer is needed any more, with your text. The asker does not read this.
desk-withdraw-do = Take back from { $desk }
desk-withdraws = { $desk } gets a mail that no answer is needed any more.
desk-withdraws-advice = { $desk } gets a mail that advice is no longer needed.
desk-withdraws-advice-at-end = { $desk } gets a mail that advice is no longer needed, when this is the whole answer.
desk-answer-theirs = This is the answer of { $desk }. They get no mail about it.
desk-answer-rest = { $desk } still has the question
desk-answer-still = { $desk } still answers, by { $day }. The question stays open, and the asker reads that this is a part of the answer.
desk-answer-sent = { $desk } answered; you do not use that answer
desk-answer-left = This is the whole answer. The asker does not get the other one.
desk-answer-later = This is a part of the answer. The question stays open, and you use the other one next.
desk-close-reason = Reason
desk-close-choose = Choose a reason
desk-bulk-choice = Make a choice
desk-close-note = Explanation, only for colleagues at ABB
desk-close-unanswered = It can be closed as answered only after an answer that arrived. Did somebody give it by phone or elsewhere?
desk-close-elsewhere = Note who, when and how
desk-close-about = When the question is a double, the asker gets a mail about that; with unwanted mail never. A reply of the asker opens the question again.
desk-close-do = Close the question
desk-tell = Mail to the asker, with “withdrawn” and “not about regional cooperation”
desk-tell-to = Tell it by mail to { $to }
desk-tell-each = each asker above
desk-untold-spam = The asker gets no mail: the question had been closed as spam.
desk-untold-disowned = The asker gets no mail: the holder of the address said that the question was not theirs.
desk-untold-denied = The asker gets no mail: the domain of the address denies that it sent the mail.
desk-untold-machine = The asker gets no mail: the question came from a system or with a mailing, and was not acknowledged either.
desk-event-file-left-out-too = File left out that could not be checked for viruses, together with the same file in { $reference }: { $why }
desk-event-file-left-out = File left out that could not be checked for viruses: { $why }
desk-event-not-told = The asker got no mail
desk-tell-words = A word of yours with it (may stay empty)
desk-tell-says = What the mail says
desk-tell-here = Here comes what you add.
desk-reopen-text = Why does the question open again? For colleagues
desk-reopen-told = Why, for the asker (may stay empty)
desk-reopen-about = { $name } gets a mail: the question is open again, with a new date. What you tell colleagues is not in it.
desk-reopen-do = Open the question again
desk-side = About this question
desk-side-receipt = Does the asker have an answer?
desk-side-ball = Who has the ball
desk-side-ball-over = Who had the ball
desk-strip-owner-letter = C
desk-strip-owner = contact point
desk-strip-asker-letter = Q
desk-strip-asker = asker
desk-strip-administration-letter = A
desk-strip-administration = administration
desk-strip-unknown = not kept
desk-strip-day = { $day }: { $who }.
desk-strip-days = { $from } to { $until }
desk-strip-today = Today, { $day }: { $who }.
desk-strip-due = Term: { $day }.
desk-side-asker = Asker
desk-side-earlier = { $count ->
    [one] One earlier question of this asker
   *[other] { $count } earlier questions of this asker
}
desk-side-earlier-of = { $count ->
    [one] One earlier question of others at { $organisation }
   *[other] { $count } earlier questions of others at { $organisation }
}
desk-side-why = Why is it here
desk-side-why-over = Why it was here
desk-side-words = Words that decided
desk-side-candidates = Candidates and reasons
desk-side-deliveries = Deliveries
desk-side-arrived = { $arrived } of { $all }
desk-side-all-mails = All mails and their fate
desk-side-events = Course
desk-side-steps = { $count ->
    [one] 1 step
   *[other] { $count } steps
}
desk-side-who-did-what = Who did what

# Desk: a form that came too late.
desk-conflict-kept = The question changed meanwhile. Nothing was overwritten and your text stands below. Choose what has to happen now.
desk-conflict-look = The question changed meanwhile. Nothing was overwritten. First see what happened.
desk-conflict-meanwhile = What happened meanwhile
desk-conflict-mine = Your text
desk-conflict-not-sent = not sent
desk-conflict-as-note = Keep my text as a note
desk-conflict-open = Open the question
desk-conflict-open-with = Open the question with my text
desk-conflict-drop = Drop it and go to the queue

# Desk: recurring questions.
desk-faq-groups = Recurring questions
desk-faq-size = { $tickets ->
    [one] 1 question
   *[other] { $tickets } questions
} · { $organisations ->
    [one] 1 government
   *[other] { $organisations } governments
}
desk-faq-none = No question came from three different governments yet.
desk-faq-choose = Choose a recurring question
desk-faq-choose-about = As soon as three different governments ask the same, a draft stands ready here.
desk-faq-entry = Draft
desk-faq-entry-published = Published answer
desk-faq-stage = Stage
desk-faq-stage-draft = Draft
desk-faq-stage-review = Review
desk-faq-stage-published = Published
desk-faq-theirs = Somebody else saved this meanwhile
desk-faq-question = Question, as a government would put it
desk-faq-answer = Answer
desk-faq-answer-help = An empty line starts a new paragraph, a dash a list. Put no names or addresses in the answer.
desk-faq-topic = Topic
desk-faq-topic-none = No topic
desk-faq-sources = Sources, one a line
desk-faq-save = Save
desk-faq-view = As everybody reads it
desk-faq-aside = Publishing and sources
desk-faq-publish-title = Publish
desk-faq-publish-about = Everybody can then read the answer. First check that no names or addresses stand in it.
desk-faq-publish = Save and publish
desk-faq-publish-not = An editor can change and publish this.
desk-faq-archive = Take off the site
desk-faq-why = Why now
desk-faq-members = Questions in this group

# Desk: states.
desk-status-new = new
desk-status-open = in progress
desk-status-waiting = waiting for the asker
desk-status-answered = answered
desk-status-closed = closed
desk-status-closed-for = closed: { $reason }
desk-closed-answered = answered
desk-closed-faq = answered with a frequently asked question
desk-closed-duplicate = duplicate
desk-closed-withdrawn = withdrawn
desk-closed-scope = not about regional cooperation
desk-closed-spam = unwanted mail
desk-receipt-none = none yet
desk-receipt-none-at-end = none
desk-receipt-sent = sent
desk-receipt-undeliverable = not delivered
desk-receipt-reported = reported
desk-receipt-presumed = presumed
desk-receipt-confirmed = confirmed
desk-receipt-disputed = disputed
# $receipt: what is known of a part of the answer.
desk-receipt-in-part = part { $receipt }
desk-step-read = Read: answer it or send it on
desk-step-advise = Give advice to { $desk }
desk-step-confirm = Confirm the proposal
desk-step-answer = Answer
desk-step-review = Review the proposed answer and send it
desk-step-review-late = Read a late answer of an administration: the question is closed already
desk-step-repair = The answer did not arrive: choose another address
desk-step-mail-failed = A mail did not arrive: look at the deliveries
desk-step-reconsider = Answer again: the asker was not helped
desk-step-sender = Look at a message of an unknown sender
desk-step-follow-desk = Waiting for the answer of { $desk }
desk-step-follow = Waiting for the answer
desk-step-chase-desk = Call: { $desk } does not answer in time
desk-step-chase = Call: the answer does not come in time
desk-step-message = New message of the asker
desk-step-notice = Read what regiovraag reports
desk-step-both = New message of the asker; call { $desk }
desk-step-and-message = { $step }; new message from the asker
desk-step-ask-asker = Ask the asker whether the answer arrived: we heard nothing
desk-step-wait = We asked the asker for information
desk-step-reported = An administration answered by itself; the asker has not confirmed yet
desk-step-receipt = Answer accepted by the mail server of { $domain }; no yes or no from the asker yet
desk-step-leaving = The answer is leaving
desk-step-done = Done
desk-due-late = { $days } wd late
desk-due-late-today = late
desk-due-today = today { $hour }
desk-due-days = { $days } wd left
desk-due-paused = paused
desk-due-asked = asked { $day }
desk-due-closed = closed
desk-ball-nobody = nobody any more
desk-ball-taken = with { $who }
desk-ball-too = also { $who }, { $since }
desk-since-today = since today { $hour }
desk-since-days = for { $days } wd
desk-since-day = since { $day }
desk-when-today = today, { $hour }
desk-delivery-queued = queued
desk-delivery-accepted = accepted
desk-delivery-delivered = delivered
desk-delivery-refused = refused
desk-delivery-failed = failed
desk-delivery-bounced = bounced
desk-delivery-held = held back
desk-message-raw = The mail itself
desk-mark-smime-signed = Signed (S/MIME), not verified
desk-mark-smime-sealed = Encrypted (S/MIME): cannot be read here
desk-mark-pgp-signed = Signed (PGP), not verified
desk-mark-pgp-sealed = Encrypted (PGP): cannot be read here
desk-mark-answers-below = Read the older mail as well: there may be answers in it
desk-mark-junk = Mended: something stood before the headers
desk-mark-bytes = Mended: characters in the headers
desk-mark-control = Mended: hidden characters in the headers
desk-mark-broken = Damaged: not everything arrived whole
desk-mark-charset = Mended: another character set than the mail says
desk-mark-parts = Mended: parts that are badly marked off
desk-mark-date = Mended: the date of the mail is none
desk-mark-limit = Not all of it read: too many parts, or too deeply nested
desk-sender-proven = The mail server confirms that this comes from { $domain }
desk-sender-unproven = Not confirmed that this comes from { $domain }
desk-sender-refuted = The mail server says that this does not come from { $domain }
desk-mail-acknowledgement = Acknowledgement
desk-mail-forward = Question sent on
desk-mail-answer = Answer
desk-mail-request = Request for information
desk-mail-receipt-question = Question whether the answer arrived
desk-mail-reminder = Reminder
desk-mail-withdrawal = Word that no answer is needed any more
desk-mail-status-links = New links
desk-mail-alarm = Alarm about the mail
desk-proof-accepted = Accepted by the mail server
desk-proof-bounce = Bounced
desk-proof-failure = Not delivered
desk-proof-delivered = Delivered, says the mail server
desk-proof-read = Opened, says the mail program
desk-proof-yes = The asker clicked yes
desk-proof-no = The asker clicked no
desk-proof-replied-yes = The asker replied yes by mail
desk-proof-replied-thanks = The asker thanked us by mail
desk-proof-replied-again = The asker came back on it
desk-proof-replied-more = The asker wrote about something new
desk-proof-corrected = Put right by a colleague
desk-proof-noted = Noted by a colleague
desk-proof-silence = No objection within the term
desk-proof-cc = An administration answered by itself
desk-owes-answer = must answer
desk-owes-advice = gives advice
desk-owed-answer = got the question
desk-owed-advice = was asked for advice
desk-progress-sent = sent
desk-progress-late = no answer yet, past its term
desk-progress-accepted = accepted
desk-progress-refused = not theirs
desk-progress-answered = answer received
desk-progress-withdrawn = withdrawn
desk-progress-no-reaction = no reaction
desk-term-first-reaction = first reaction
desk-term-answer = answer
desk-term-administration = answer of the administration
desk-term-presume = closes by itself
desk-term-reported = word of the asker
desk-term-repair = another address for the answer
desk-term-late-answer = first look at the late answer
desk-term-receipt = receipt known
desk-actor-colleague = a colleague
desk-actor-program = a program
desk-actor-asker = the asker
desk-actor-administration = the administration
desk-size-kb = { $size } kB
desk-size-mb = { $size } MB

# Desk: the page of a question.
desk-form-answer = Answer to the asker
desk-form-readdress = Another address
desk-form-ask = Ask for info
desk-form-receipt = Note the receipt
desk-form-elsewhere = Answered elsewhere
desk-form-close = Close
desk-form-reopen = Open again
desk-done-answer = Your answer leaves now.
desk-done-readdress = The answer leaves again, for the address that you gave.
desk-done-ask = Your request for information leaves now. The term is paused until there is a reply.
desk-done-forward = The question was sent on.
desk-done-withdraw = The question is taken back. The administration gets a mail about it.
desk-done-leave = The answer stays in the file and does not go to the asker.
desk-done-note = Your note was kept.
desk-done-note-nobody = Your note was kept. After an @ stands a name that no colleague has: nobody was told of that one.
desk-done-receipt = Noted: the asker has the answer.
desk-done-take-over = You have taken this question over.
desk-done-release = The question is back with the desk: nobody handles it.
desk-done-take = You took this question.
desk-done-close = The question is closed.
desk-done-reopen = The question is open again.
desk-thread-asker = { $who }. No administration reads this.
desk-thread-asker-watched = { $who }. You read along and do not write here.
desk-thread-desk = { $email }. The asker does not read this.
desk-message-use = Use
desk-message-proposed = Proposed answer
desk-message-used = used in the answer
desk-message-perhaps-refusal = This sounds like a refusal. See whether it is an answer.
desk-message-doubtful = Perhaps no answer: sent automatically, somebody is away, or we do not know the sender at this desk. See for yourself; the term goes on.
desk-message-acknowledges = Acknowledgement of receipt: no answer, the term goes on
desk-do-refused = Is a refusal
desk-done-refused = Noted: not theirs. The question is back with you.
desk-do-correct = Is this wrong?
desk-correct-about = This was read in the words of the asker. When you put it right, the question is open and what was known before counts again. The message and this proof are kept. Was the question closed, the asker gets a mail with the new date.
desk-correct-why = Why is it wrong?
desk-correct-do = This is wrong
desk-done-correct = Put right. The question is open.
desk-do-belong = Belongs to this question
desk-do-belong-to = Belongs to { $reference }
desk-do-merge-with = Merge with { $reference }
desk-do-alone = Is a separate question
desk-do-new = Is a new question
desk-done-belong = The message is now with the question that it belongs to.
desk-done-alone = It is now a question of its own.
desk-late-place = Nothing was done: the question has changed meanwhile.
desk-late-place-by = Nothing was done. { $name } was first.
desk-late-place-by-me = Nothing was done. You changed this question in another window meanwhile.
desk-event-joined = Added to question { $reference }
desk-event-message-joined = Message of question { $reference } added
desk-event-message-parted = Message became question { $reference } by itself
desk-event-parted-from = Came out of question { $reference }
desk-event-sender-accepted = Unknown sender accepted
desk-event-sender-cleared = Accepted as a new question
desk-message-held = waits to be looked at, counts only then
desk-message-stranger = We do not know this sender in this question. The message counts only once a colleague says where it belongs.
desk-message-stranger-place = We do not know this sender in this question: say where the message belongs. “Belongs to this question” puts it in this conversation and lets it count. “Is a separate question” makes it a new question of this sender.
desk-message-aside = set aside when it was closed, does not count
# $name: the asker.
desk-readdress-text = New mail address of { $name }
# $email: the address that failed.
desk-readdress-failed = The answer did not arrive at { $email }.
desk-readdress-parts = This did not arrive and leaves again:
desk-readdress-part = answer of { $day }: { $excerpt }
desk-readdress-about-parts = Each part above goes to this address unchanged, and so do further mails.
desk-readdress-about = The last answer goes to this address unchanged, and so do further mails.
desk-readdress-same = Once more to the same address all the same
desk-readdress-do = Send again
desk-message-fate = { $fate } by { $server }, { $at }
desk-ask-text = What do you need from the asker?
desk-ask-about = This goes to 1 recipient: { $name }. The term is paused until there is a reply.
desk-ask-send = Send the request to { $name }
desk-receipt-text = What was said, in short?
desk-elsewhere-text = What was the answer, in short?
desk-receipt-about = The question closes as answered. The asker gets no mail; who, when and how stand on the asker’s page.
desk-receipt-do = Note the receipt
desk-elsewhere-about = The question closes as answered. The asker gets no mail; who, when and how stand on the asker’s page, where they can say that it is not so.
desk-elsewhere-do = Note the answer
desk-ladder-closed = Closed without an answer
desk-ladder-leaving = The answer is leaving
desk-ladder-none = No answer sent yet
desk-ladder-part = This was a part: the rest of the answer is still to come
desk-part-answered = answered in part
desk-disowned = not asked by the holder of the address
desk-ladder-sent = Confirmed by the asker, or presumed after the term
desk-ladder-reported = The asker has not confirmed yet
desk-ladder-undeliverable = Another address is needed
desk-ladder-disputed = A new answer is needed
desk-ball-since = ball { $since }
desk-owes-owner = is the owner
desk-owed-owner = was the owner
desk-owes-reply = has to move
desk-owes-by = Asked by { $day }
# $day: "Fri 15 Jan".
desk-owes-promised = They promise an answer by { $day }
desk-owes-call = Call them.
desk-owner-follows = follows up
desk-owner-closed = closed { $day }
desk-sum-title = Why { $day }?
desk-sum-rule = Rule
desk-sum-rule-value = { $what } within { $days } wd
desk-sum-start = Begins after
desk-sum-skipped = Weekends
desk-sum-weekends = { $days ->
    [one] 1 day
   *[other] { $days } days
} not counted
desk-sum-end = Ends
desk-sum-paused = Stood still
# $days: working days.
desk-sum-paused-days = { $days } wd, waiting for the asker
# $regions: the other regions beside the asker's municipality.
desk-asker-borders = borders on { $regions }
desk-asker-verified = mails from this address
desk-asker-unverified = address not proven yet
desk-why-owner-unknown = The government was not recognised, so the question is with { $desk }.
desk-why-handed-over = { $who } gave the question to { $desk } { $when }.
desk-why-refused = The administration that was asked said ({ $when }) that the question is not theirs.
desk-why-refused-for = The administration that was asked said ({ $when }) that the question is for { $desk }.
desk-why-person = { $who } chose { $desk } ({ $when }); nothing was proposed.
desk-why-person-as-proposed = { $who } chose { $desk } ({ $when }), as was proposed.
desk-why-person-in-place = { $who } chose { $desk } ({ $when }); { $proposed } was proposed.
desk-why-topic-chosen = { $who } chose the topic { $topic } ({ $when }); there was none yet.
desk-why-topic-in-place = { $who } chose the topic { $topic } ({ $when }); it was { $before } before.
desk-why-topic-proposes = So { $desk } is proposed now.
desk-why-topic-proposes-none = So no other desk is proposed any more.
desk-why-somebody = A colleague
desk-why-candidate-refused = not theirs
desk-forward-refused = { $desk } (said: not ours)
desk-event-registered = Registered, asked { $channel }
desk-event-disowned = The holder of the address did not ask this
# $name: who had it.
desk-event-taken-from = Taken over from { $name }
desk-event-released = Given back to the desk
desk-event-taken = Taken
desk-event-noted = Note written
desk-event-closed = Closed: { $reason }
desk-event-closing-told = The asker got a mail about the closing
desk-event-reopened = Opened again
desk-event-other = Event “{ $kind }”

# Desk: the reaches of the queue.
desk-scope-desk = My desk
desk-scope-me = Mine
desk-scope-all = All
desk-topic-unknown = uncertain
# $number: what was typed.
desk-search-missing = There is no question with number { $number }.

# Desk: what happened to a question.
desk-event-accepted = { $desk } takes the question on
desk-event-answer-promised = { $desk } promises an answer by { $day }
desk-event-answered = Answer sent to the asker
desk-event-asked-back = Information asked from the asker
desk-event-auto-reply = Automatic reply received
desk-event-considered = Weighed who must answer: { $outcome }
desk-event-evidence = Proof about receipt: { $proof }
desk-event-forwarded = Sent on to { $desk }, answer asked by { $day }
desk-event-mail-failed = Did not arrive: { $mail }
desk-event-mail-reported = Word of a mail server about: { $mail }
desk-event-mail-delayed = A report says that this is delayed: { $mail }
desk-event-mail-too-large = Too large for the receiver, sent again with links to the files: { $mail }
desk-event-mail-said-failed = A report says that this did not arrive: { $mail }
desk-event-mail-sealed = Secure mail: its text cannot be read here
desk-event-answer-unplaced = Held: an administration answers somebody, with us in copy. We do not know the question. See where this belongs.
desk-event-not-acknowledged-flood = No acknowledgement was sent: this sender sends many mails in the name of others
desk-event-not-acknowledged = No acknowledgement was sent: this reads as one itself or repeats an earlier message, and we wrote to that sender only just
desk-event-mail-carried = Held: it came the way that mailings, automatic mail or invitations come, or by a form without a sender. See who asks what.
desk-event-message-received = Message received
desk-event-names-other-ticket = The asker names question { $reference }
desk-event-overdue = Past its term: { $term }
desk-event-proposal-received = Proposed answer received from { $desk }
desk-event-notice-received = Message of { $desk }, perhaps no answer
desk-event-desk-acknowledged = { $desk } acknowledges receipt
desk-event-proposal-left = Answer of an administration not used
desk-event-question-back = { $desk } asks something back
desk-event-desk-replied = What { $desk } asked was answered
desk-event-message-passed-on = Message of the asker passed on to { $desk }
desk-event-message-seen = Message of the asker seen
desk-event-message-set-aside = Message of an unknown sender set aside
desk-event-answered-part = Part of the answer sent; the rest is to come from { $desks }
desk-event-sender-refuted = Held: the domain of the sender disowns this mail
desk-event-sender-unproven = Held: the mail server does not vouch for the sender
desk-event-receipt-changed = Receipt: from “{ $from }” to “{ $to }”
desk-event-receipt-corrected = Receipt put right
desk-event-readdressed = Answer sent again, to another address
desk-event-readdressed-same = Answer sent again, to the same address
desk-event-refused = { $desk } says that the question is not theirs
desk-event-taken-back = Taken back from { $desk }
desk-event-reminded = Reminder sent to { $desk }
desk-event-withdrawn = Sending on to { $desk } undone: the mail did not arrive

# Desk: what is wrong with a form, and forms that came too late.
desk-wrong-empty = Write something first; the text is empty.
desk-wrong-reason = Choose why the question closes.
desk-wrong-unanswered = It cannot be closed as answered yet: no answer left that arrived. Answer first, or note under “Answered elsewhere” who gave the answer, when and how.
desk-wrong-desk = Choose a service from the list.
desk-wrong-two-desks = Another service stands chosen in the list than that of the button. Press the button beside the list, or put the list back to “Choose a service”.
desk-wrong-asker = It is not known who asked this question. Say first who asks, under “Change the asker or the organisation”.
desk-wrong-file = A file that you chose cannot go along any more: it is gone or held back. Look at the files and send again.
desk-wrong-address = That is no mail address that a mail can go to.
desk-wrong-same-address = The answer did not arrive at that address. Give another one, or tick below that it goes to the same address again all the same.
# $desk: the administration.
desk-wrong-unreachable = No mail can go to { $desk } yet: its address is an example. The question stays with you.
desk-wrong-already = { $desk } already has this question. Add some words to let them know something more.
desk-sign-in-again = This form was too old. Sign in again.
desk-again-send = Send it all the same
desk-again-forward = Send it on all the same
desk-again-withdraw = Take back all the same
desk-again-note = Note it all the same
desk-again-close = Close it all the same
desk-again-reopen = Open it again all the same
desk-late-send = Your message was not sent.
desk-late-send-by = Your message was not sent. { $name } was first.
desk-late-send-by-me = Your message was not sent. You changed this question in another window meanwhile.
desk-late-forward = The question was not sent on.
desk-late-forward-by = The question was not sent on. { $name } was first.
desk-late-forward-by-me = The question was not sent on. You changed this question in another window meanwhile.
desk-late-withdraw = The question is not taken back.
desk-late-withdraw-by = The question is not taken back. { $name } was first.
desk-late-withdraw-by-me = The question is not taken back. You changed this question in another window meanwhile.
desk-late-note = This was not noted.
desk-late-note-by = This was not noted. { $name } was first.
desk-late-note-by-me = This was not noted. You changed this question in another window meanwhile.
desk-late-take = You did not take the question.
desk-late-take-by = You did not take the question. { $name } was first.
desk-late-take-by-me = You did not take the question. You changed this question in another window meanwhile.
desk-late-close = The question was not closed.
desk-late-close-by = The question was not closed. { $name } was first.
desk-late-close-by-me = The question was not closed. You changed this question in another window meanwhile.
desk-late-reopen = The question was not opened again.
desk-late-reopen-by = The question was not opened again. { $name } was first.
desk-late-reopen-by-me = The question was not opened again. You changed this question in another window meanwhile.

# Desk: the editor.
desk-faq-state-none = no draft yet
desk-faq-state-draft = draft, waits for an editor
desk-faq-state-review = in review
desk-faq-state-published = published
desk-faq-state-archived = taken off the site
desk-faq-asked = Asked
desk-faq-times = { $count } times
desk-faq-governments = Governments
desk-faq-last = Last asked
desk-faq-changed = Changed
desk-faq-published-on = Published
desk-faq-review = Review by
desk-faq-done-saved = Saved.
desk-faq-done-published = Published. Everybody can read the answer now.
desk-faq-done-archived = Taken off the site. The text is kept.
desk-faq-no-question = Write the question as a government would put it.
desk-faq-personal-address = the e-mail address { $found }
desk-faq-personal-phone = the telephone number { $found }
desk-faq-personal-name = the name { $found }
desk-faq-personal-question = { $found }: whoever looks that number up knows who asked
desk-faq-personal-refused = Not saved yet: what everybody reads holds no data of persons. Take this out, or point to a page or a service.
desk-faq-personal-to-go = Take this out before everybody reads it, or point to a page or a service:
desk-faq-nobody = “{ $name }” is no person: leave the name
desk-faq-nobody-about = Is a name nobody's? Then it may stay.
desk-faq-no-answer = Write the answer.
desk-faq-late = Not saved: somebody else saved this meanwhile. Your text stands below; what is there now stands beside it. Save again to keep your text.
desk-faq-late-archive = Somebody else changed this meanwhile. First see what is there now.
desk-faq-past = This step is past. Your text stands below.

## Why a question is where it is: one line made of whole sentences.
## $asker: who asks; $province: name of the province; $clue: what gave it away.
desk-why-mailbox = { $asker } belongs to contact point { $province } (known by the mail address { $clue }).
desk-why-domain = { $asker } belongs to contact point { $province } (known by the mail domain { $clue }).
desk-why-address-book = { $asker } belongs to contact point { $province } (the sender is in the address book).
desk-why-forwarded = { $asker } belongs to contact point { $province } (first sent by { $clue }).
desk-why-claimed = { $asker } belongs to contact point { $province } (as filled in by the asker).
desk-why-signature = { $asker } belongs to contact point { $province } (the signature names { $clue }).
desk-why-own-words = { $asker } belongs to contact point { $province } (the asker writes on behalf of { $clue }).
desk-why-mentioned = Probably contact point { $province }: the question names only { $clue }.
desk-why-neighbours = Probably contact point { $province }: the question names { $clue } as a partner or neighbour.
desk-why-area = Probably contact point { $province }: the question is about { $clue }.
desk-why-ambiguous = No contact point chosen: the question names { $clue }, which cannot all be the asker.
desk-why-unknown = No contact point chosen: nothing says which government asks.
desk-why-stated = “{ $stated }” was given as organisation; we do not know it.
desk-why-topic = Topic { $topic } ({ $percent }%) because of: { $words }.
desk-why-topic-only = Topic { $topic } ({ $percent }%).
desk-why-rule = Topic { $topic } by the rule “{ $rule }”.
desk-why-rule-owner = The owner answers, by the rule “{ $rule }”.
desk-why-held-off = Sending on by itself was switched off then.
desk-why-held-topic = Sending on waits for a person: that was agreed for this topic.
desk-why-held-unsure = Sending on waits for a person: the proposal is not certain enough.
desk-why-held-undeliverable = Not sent on: the address of the desk does not really exist.
desk-why-held-nothing = There is no proposal for another desk.

# Desk: smaller words.
desk-our-desk = Our desk
desk-message-forwarded = The question was sent on with its attachments, without further words.
# $day: "10 december".
desk-sum-promised = Answer promised by
# A desk that must be called, and why.
desk-sum-chase-late = To be called: answers by { $day }, after that date
desk-sum-chase-since = To be called: does not answer in time, since { $day }
desk-sum-title-answer = Answer expected by { $day }

# Desk: the mailroom.
desk-mailroom = Mailroom
desk-mailroom-about = Everything that came in and where it is now. Nothing disappears without a trace.
desk-mail-tabs = Which mail
desk-mail-tab-aside = Set aside
desk-mail-tab-waiting = Waiting
desk-mail-tab-all = Everything
desk-mail-kind = Kind
desk-mail-source = Source
desk-mail-day = Day
desk-mail-at = Received
desk-mail-mail = Mail
desk-mail-what = What it is
desk-mail-went = Went to
desk-mail-table = Mails, the latest on top
desk-mail-none = No mail like that
desk-mail-none-aside = Nothing set aside
desk-mail-none-about = What cannot be read or placed waits here for a person, with the reason.
desk-mail-see-all = See all mail
desk-mail-waits = waits to be processed
desk-mail-aside = set aside
desk-mail-form = Form
desk-mail-no-subject = (no subject)
desk-mail-not-read = (unreadable)
desk-kind-question = new question
desk-kind-reply = message of the asker
desk-kind-administration = message of an administration
desk-kind-cc = answer with us in copy
desk-kind-auto = automatic reply
desk-kind-bounce = returned mail
desk-kind-receipt = proof of receipt
desk-kind-bulk = mailing or unwanted
desk-kind-calendar = invitation
desk-kind-duplicate = duplicate
desk-kind-unreadable = not readable
desk-why-mail-failure = It reports that a mail did not arrive, or comes later.
desk-why-mail-receipt = It reports that a mail was delivered or read.
desk-why-mail-not-ours = The report is about no mail of ours.
desk-why-mail-own = Our own mail came back.
desk-why-mail-calendar = It is an invitation for a calendar.
desk-why-mail-spam = The mail server calls it unwanted mail.
desk-why-mail-mailing = The headers are those of a mailing list or a campaign.
desk-why-mail-precedence = The headers call it a mailing.
desk-why-mail-auto-subject = The subject is that of an automatic reply.
desk-why-mail-responder = A header is that of an auto-responder.
desk-why-mail-auto-submitted = The header Auto-Submitted says that a program sent it.
desk-why-mail-return-address = It came to the address to which only mail systems write.
desk-why-mail-null-sender = It is a reply without a sender on the envelope.
desk-why-mail-auto-text = The text says that it is an automatic reply.
desk-why-mail-mail-system = A mail system sent it.
desk-why-mail-stranger = Somebody who is not part of the question names its number.
desk-why-mail-asker = It comes from the asker or a colleague.
desk-why-mail-passed-on = A desk passes on a mail of the asker.
desk-why-mail-desk-to-asker = A desk writes to the asker.
desk-why-mail-desk-to-us = A desk of the question writes to us.
desk-why-mail-desk-in-copy = A desk writes to somebody, with us in copy.
desk-why-mail-person = It belongs to no question and no program sent it: a person asks something.
desk-why-mail-decided = A colleague decided so.
desk-why-mail-refuted = The mail server says that it does not come from the domain that it names.
desk-why-mail-unproven = The mail server does not vouch for the domain that it names.
desk-why-mail-sealed = It is protected and cannot be read here.
desk-why-mail-carried = A mailing service, a machine or a form brought it, and it looks like a question.
desk-why-mail-stops = This message stops the program that reads it, every time.
desk-why-mail-empty = The message is empty.
desk-why-mail-headers = This does not look like a mail: it has no headers.
desk-why-mail-large = The message is too large to be read.
# $folder and $account: where the message itself is.
desk-why-mail-left = Too large to be taken in: only its headers are here. The message itself is in the folder { $folder } of { $account }.
desk-why-mail-headers-only = Too large to be taken in: only its headers are here.
desk-why-mail-failed = Processing failed five times. Technical message: { $reason }
desk-mail-why = Why set aside?
desk-mail-raw = Original mail
desk-mail-download = Download
desk-mail-left-out = holds a file that could not be checked for viruses
desk-mail-infected = contains a virus
desk-mail-headers = { $count ->
    [one] 1 header
   *[other] { $count } headers
}
desk-mail-cut = These are the first { $shown } of { $all }. Download the mail for the rest.
desk-mail-do = What do you want to do
desk-mail-as-question = Make it a new question
desk-mail-as-question-about = The question is registered with what can be read. A person gets an acknowledgement, a mailing never does.
desk-mail-as-reply-label = Or it belongs to question number
desk-mail-as-reply = Put it in that question
desk-mail-as-auto = Automatic reply
desk-mail-as-bulk = Do nothing with it
desk-mail-again = Process again
desk-mail-again-about = Regiovraag then decides by itself, with what it knows today.
desk-mail-known = About this mail
desk-mail-sender = Sender
desk-mail-marks = Remarkable
desk-mail-all-of-ticket = All mail of this question
desk-mail-all-of-sender = All mail of this sender
desk-mail-from = From
desk-mail-done = Processed
desk-mail-because = Because
desk-mail-decided = Decided
desk-mail-by-person = by a colleague
desk-mail-kept = Kept
desk-mail-kept-value = { $size }, sha256 { $sha }
desk-mail-again-of = Duplicate of
desk-mail-first = the first mail
desk-mail-handovers = { $count ->
    [one] Handed over once
   *[other] Handed over { $count } times
}
desk-mail-events = What was done with it
desk-mail-did-question = { $at }: { $who } made it a question.
desk-mail-did-reply = { $at }: { $who } put it in { $ticket }.
desk-mail-did-auto = { $at }: { $who } called it an automatic reply.
desk-mail-did-bulk = { $at }: { $who } did nothing with it.
desk-mail-did-again = { $at }: { $who } had it processed again.
desk-mail-wrong-number = There is no question with that number. Nothing was changed.
desk-mail-late = This mail was decided about in the meantime. Nothing was changed; this is how it stands now.
desk-mail-done-question = It is a question now.
desk-mail-done-reply = The mail is in the question.
desk-mail-done-aside = The mail is kept; nothing follows.
desk-mail-done-again = The mail was processed again.

# Desk: the balance of the mail.
desk-balance = Balance of the mail
desk-balance-short = Balance
desk-balance-today = Balance of today
desk-balance-open = By source and day
desk-balance-of = Balance of { $day }
desk-balance-earlier = Day before
desk-balance-later = Day after
desk-balance-show = Show
desk-balance-handed = Handed over
desk-balance-questions = New questions
desk-balance-follow-ups = Follow-ups
desk-balance-automatic = Automatic
desk-balance-receipts = Receipts
desk-balance-quarantined = Set aside
desk-balance-duplicates = Duplicates
desk-balance-waiting = Still waiting
desk-balance-difference = Difference
desk-balance-about = What a source handed over must be somewhere. A difference is a mail that is kept and yet is nowhere.
desk-balance-counted = These figures are of { $now }, when you opened the page. For the alarm they are also counted every five minutes, last { $at }.
desk-balance-counted-now = These figures are of { $now }, when you opened the page.
desk-balance-sources = By source
desk-balance-nothing = Nothing came in on this day.
desk-balance-adrift = Nowhere to be found
desk-balance-adrift-some = The first { $shown } of { $all }.
desk-balance-why = Why
desk-balance-folders = Mailboxes, counted against what we have
desk-balance-present = In the folder
desk-balance-known = Known here
desk-balance-missing = Missing
desk-balance-counted-on = Counted
desk-balance-uncounted = not counted yet
desk-balance-health = Sources
desk-balance-no-source = No source has handed anything over yet.
desk-adrift-waits = has waited for more than an hour to be processed
desk-adrift-message = is called a question or a reply, and no question has it
desk-adrift-first = is called a duplicate, and of which mail is not known
desk-adrift-kind = is processed, and as what is not known
desk-source-ended = no longer in use
desk-source-ended-about = It is no longer in the settings. What it brought stays counted.
desk-source-unwatched = not looked at since { $since }
desk-source-unwatched-about = Check whether regiovraag runs there with the right settings.
desk-source-fails = gives nothing any more since { $since }
desk-source-left = { $mails ->
    [one] 1 message stays behind
   *[other] { $mails } messages stay behind
}
desk-source-left-about = too large to be taken in, or not given to us
desk-source-works = works
desk-source-failure = Technical message: { $words }
desk-source-seen = last looked at { $at }
desk-source-quiet = handed mail over and reports nothing itself
desk-alarm-look = Look at the balance

# Desk: many questions of one address.
desk-section-flood = Many questions at once
desk-section-flood-about = each question is registered, together they stand here as one row
desk-flood-title = { $count ->
    [one] 1 question
   *[other] { $count } questions
} of { $email } { $since }
desk-flood-about = These questions came from the same address within an hour. Each has its number and its term. Whoever takes or answers one takes it out of this list.
desk-flood-empty = No more questions in this list
desk-flood-question = Question
desk-flood-number = Number
desk-flood-close = { $count ->
    [one] Close this question as unwanted mail
   *[other] Close these { $count } questions as unwanted mail
}
desk-flood-close-about = No mail leaves. A reply of the asker opens a question again.
desk-flood-done = The questions on the page are closed.
desk-flood-partly = Questions that changed meanwhile are not closed. See what still stands here.

# Desk: questions that go on with a closed one, and files that were scanned.
desk-event-follows = Goes on with closed question { $reference }
desk-event-followed-by = Was followed by question { $reference }
desk-ticket-follows = follows
desk-ticket-followed-by = followed by
desk-file-stuck = the virus scanner cannot check it: { $why }
desk-file-left-out = left out, could not be checked for viruses: { $why }
desk-file-damaged = { $size }, arrived damaged
desk-file-waiting = not checked yet
desk-file-infected = virus: { $name }

# Desk: what a colleague notes of an answer that was given elsewhere. $how: "by phone"; $day: a date.
desk-noted-by = With whom did you speak?
desk-noted-by-elsewhere = Who gave the answer?
desk-noted-on = On which day?
desk-noted-how = How?
desk-noted-internal = The text itself stays at the desk.
desk-noted-details = { $how } by { $by } on { $day }
desk-noted-details-ours = said { $how } by { $by } on { $day }
desk-told-phone = by phone
desk-told-meeting = at a meeting
desk-told-mail = by mail, outside this question
desk-told-otherwise = in another way
desk-wrong-noted-by = Write who it was, in 200 characters at most.
desk-wrong-noted-on = Choose the day.
desk-wrong-noted-future = That day has yet to come. Choose today or a day that has passed.
desk-wrong-noted-before = That day lies before the question was asked.
desk-wrong-noted-how = Choose how it was said.
desk-wrong-noted-what = Write in short what was said.

# Desk: doubles. $reference: the number of the other question.
desk-close-of = Number of the other question, when this is a double
desk-close-of-about = The asker gets a mail that both are handled together. When the other question is of another government, the mail says nothing about it.
desk-wrong-double-missing = Give the number of the question that this is a double of.
desk-wrong-double-unknown = There is no question with number { $reference }.
desk-wrong-double-itself = { $reference } is this question itself. Give the number of the other one.
desk-wrong-double-circle = { $reference } was itself closed as a double of this question.
desk-wrong-double-answered = { $reference } is answered already. This asker does not have that answer: give it here, too.
desk-wrong-double-given-up = { $reference } was closed without an answer. Open that question again, or give another number.
desk-ticket-double-of = handled together with
desk-ticket-doubles = has the double
desk-event-doubles = Double of question { $reference }; the asker got a mail
desk-event-doubled-by = Question { $reference } was closed as a double of this one
desk-event-original-answered = Question { $reference } is answered: give the answer here, too
desk-event-original-given-up = Question { $reference } was closed without an answer; this one is open again

# Desk: a question back of an administration. $desk: its name.
desk-step-answer-desk = Question of { $desk }
desk-step-answer-a-desk = Question of an administration
desk-message-asks = Question back, waits for your answer
desk-message-new = New message
desk-message-seen-by = Seen by { $who }, { $when }
desk-message-set-aside-by = Set aside by { $who }, { $when }
desk-message-passed-on-by = Passed on to { $desk } by { $who }, { $when }
desk-message-reply = Reply

# Desk: what happened, with what is known of it.
desk-event-reopened-because = Opened again: { $receipt }
desk-event-evidence-noted = Proof about receipt: { $proof }, { $how } on { $day }
desk-event-answered-from-proposal = Answer of an administration sent to the asker
desk-event-mail-accepted = Accepted by the mail server: { $mail }
desk-event-mail-delivered = Delivered, says the mail server: { $mail }
desk-event-mail-read = Opened, says the mail program: { $mail }
desk-event-taken-back-answered = Taken back from { $desk }: the question has its answer
desk-event-taken-back-closed = Taken back from { $desk }: the question is closed
desk-considered-automatic = sent on by itself
desk-considered-proposed = a proposal to send it on
desk-considered-stay = stays with the contact point
desk-considered-person = the choice of a colleague
desk-mail-one = a mail of ours
desk-mail-duplicate = Word that the question is a double
desk-mail-closing = Word that the question is closed
desk-mail-reopening = Notice that the question is open again

# Desk: conversations with the same administration. $number: which one; $from, $to: days.
desk-turn = assignment { $number }
desk-turn-open = { $turn }, since { $from }
desk-turn-over = { $turn }, { $state } on { $to }
desk-turns-over = Earlier conversations ({ $count })

# FAQ: the steps from draft to published, and looking again. $day: a date.
desk-faq-list-review = In review
desk-faq-list-due = To be looked at again
desk-faq-list-begun = Drafts by themselves
desk-faq-list-groups = Recurring
desk-faq-list-published = Published
desk-faq-state-due = to be looked at since { $day }
desk-faq-submit-about = An editor reads the draft and publishes it, or sends it back.
desk-faq-submit = Save and have it read
desk-faq-remark = Sent back with this remark
desk-faq-remark-label = What must still change?
desk-faq-send-back = Send back
desk-faq-reviewed-about = Does this answer still hold? Change it, or confirm it for a year.
desk-faq-reviewed = Still holds
desk-faq-done-submitted = Saved. The draft waits to be read.
desk-faq-done-sent-back = Sent back with your remark.
desk-faq-done-reviewed = Confirmed for a year.
desk-faq-no-remark = Write what must still change.

# Desk: several questions at once. $reference: a number; $desk, $email: who would get a mail; $done, $left: how many.
desk-bulk = With the chosen questions
desk-bulk-chosen = # chosen
desk-bulk-choose = Choose { $reference }
desk-bulk-choose-all = Choose all questions on this screen
desk-bulk-forward = Forward as proposed
desk-bulk-forward-about = Each question leaves for the administration that is proposed for it. One without a proposal stays.
desk-bulk-take = Take
desk-bulk-assign = Assign
desk-bulk-assign-about = Your colleague finds these questions under “Mine”. No mail leaves.
desk-bulk-topic = Change topic
desk-bulk-topic-about = All chosen questions get the same topic. No mail leaves.
desk-bulk-close = Close
desk-bulk-close-about = All chosen questions are closed for the same reason, without an answer. An administration that still works on it is told that it need not.
desk-bulk-clear = Clear
desk-bulk-cancel = Back without doing anything
desk-bulk-back = Back to the queue
desk-bulk-none = No question was chosen.
desk-bulk-forward-done = { $count ->
    [one] You forwarded 1 question.
   *[other] You forwarded { $count } questions.
}
desk-bulk-take-done = { $count ->
    [one] You took 1 question.
   *[other] You took { $count } questions.
}
desk-bulk-assign-done = { $count ->
    [one] You gave 1 question to a colleague.
   *[other] You gave { $count } questions to a colleague.
}
desk-bulk-topic-done = { $count ->
    [one] You gave 1 question a topic.
   *[other] You gave { $count } questions a topic.
}
desk-bulk-knelpunt-done = { $count ->
    [one] You gave 1 question the problem label.
   *[other] You gave { $count } questions the problem label.
}
desk-bulk-close-done = { $count ->
    [one] You closed 1 question.
   *[other] You closed { $count } questions.
}
desk-bulk-partly = Done for { $done }. Not done for { $left }: nothing changed there.
desk-bulk-table = The chosen questions
desk-bulk-then = What happens
desk-bulk-now = Now
desk-bulk-now-and-mail = Now, and who gets a mail
desk-bulk-close-mail = { $status }; mail to { $email }, except with unwanted mail
desk-bulk-close-silent = { $status }; no mail
desk-bulk-why-not = Why not
desk-bulk-to = To { $desk }, { $email }
desk-bulk-no-proposal = No proposal, stays
desk-bulk-nobody = Nobody's
desk-bulk-comment = A word for the administrations (may stay empty)
desk-bulk-late = Somebody has changed this question meanwhile. Open it and look.
desk-bulk-refused = This question is another desk's.
desk-bulk-failed = Something went wrong here: try again in a moment.
desk-bulk-unreached = We did not get to this one.
desk-key-choose = choose

# Desk: who handles a question and what it is about. $name: a colleague; $topic: a topic.
desk-do-assign = Assign to a colleague
desk-assign-to = Colleague
desk-assign-choose = Choose a colleague
desk-done-assign = The question is assigned.
desk-event-assigned = Assigned to { $name }
# $name: the colleague who has it.
desk-wrong-handled = { $name } has the question. Open it to take it over.
desk-wrong-colleague = Choose a colleague who works at this desk.
desk-do-owner = Another desk
desk-owner-is = Desk
desk-owner-choose = Choose a desk
desk-owner-do = Give it to this desk
desk-owner-about = That desk answers for the question from now on. Whoever has it to answer or to advise on keeps it. The asker sees on the status page which contact point it is.
desk-done-owner = The question was given to that desk.
desk-wrong-owner = Choose another contact point or the central desk.
desk-do-topic = Change topic
desk-topic-is = Topic
desk-topic-choose = Choose a topic
desk-done-topic = The topic is changed.
desk-event-topic-set = Topic changed to { $topic }
desk-wrong-topic = Choose a topic from the list.

desk-live-lost = The connection is gone: this page may be out of date.
desk-live-out = You have been signed out: sign in again.
desk-live-count = { $scope }: { $count }
desk-live-ticket = Something was added: the history of this question now has { $count } { $count ->
    [one] step
   *[other] steps
}.
desk-present-reading = { $name } is looking too
desk-present-writing = { $name } is writing
desk-stale = Something has changed in this question meanwhile: read it first. What you typed is kept.
desk-stale-again = Go on from there
desk-doubt-bounces = { $count ->
    [one] The last mail to this address did not arrive.
   *[other] The last { $count } mails to this address did not arrive.
}
desk-doubt-silent = This desk let the last { $count } questions pass without any reaction.
desk-forward-doubt = { $desk } – mind: { $doubt }
desk-why-held-doubt = Sending on waits for a person: the address of the desk is in doubt.
# A question that a colleague writes down for somebody.
desk-new = New question
desk-new-about = For a question that did not come by mail or with the form: by telephone, at a meeting or in your own mailbox.
desk-new-asked = The question
desk-new-way = How was it put?
desk-new-way-phone = By telephone
desk-new-way-meeting = At a meeting
desk-new-way-mailbox = In a mailbox of our own
desk-new-way-help = Did it come by mail? Then forward that mail to { $address }: so the mail and its files are kept.
desk-new-mail = E-mail address of the asker
desk-new-mail-help = The answer goes there. Type the beginning of the address or the name, or the whole surname, of somebody who asked before.
desk-new-name = Name of the asker
desk-new-organisation = Government
desk-new-organisation-help = May stay empty when the e-mail address tells.
desk-new-subject = Subject
desk-new-question = Question
desk-new-question-help = The asker reads this on their page: write it as they would ask it.
desk-new-topic = Topic
desk-new-topic-none = Let regiovraag choose
desk-new-told = Acknowledgement
desk-new-told-yes = Send the asker the number of the question
desk-new-answered = Answered already?
desk-new-answered-about = Fill this in only when the asker has the answer already. The question is then closed as answered at once and goes to nobody. The asker reads on their page what you note, but for its content, and can say that it is not so.
desk-new-choose = Choose
desk-new-do = Register
desk-new-cancel = Cancel
desk-new-done = Registered.
desk-new-wrong = { $count ->
    [one] One thing must be corrected:
   *[other] { $count } things must be corrected:
}
desk-new-wrong-way = Choose how the question was put.
desk-new-wrong-mail = Fill in a full e-mail address, such as name@municipality.be. Is there none? Take the general address of the government.
desk-new-wrong-name = Fill in the name of the asker, in at most 200 characters.
desk-new-wrong-organisation = Make the name of the government shorter than 200 characters.
desk-new-wrong-subject = Fill in the subject, in at most 200 characters.
desk-new-wrong-question = Write the question down, in at most 50,000 characters.
desk-channel-mailbox = in a mailbox of our own
desk-event-put-for-asker = Written down for the asker
desk-key-new = new question

# Desk: what was sent and can be called back.
desk-pending-mine = { $what ->
    [answer] Your answer leaves in { $seconds } s.
    [forward] Your message to { $to } leaves in { $seconds } s.
    [consult] Your request to { $to } for advice leaves in { $seconds } s.
    [readdress] Your answer leaves again, to { $to }, in { $seconds } s.
    [pass_on] What you pass on to { $to } leaves in { $seconds } s.
   *[other] Your message to the asker leaves in { $seconds } s.
}
desk-pending-mine-now = { $what ->
    [answer] Your answer leaves now.
    [forward] Your message to { $to } leaves now.
    [consult] Your request to { $to } for advice leaves now.
    [readdress] Your answer leaves again now, to { $to }.
    [pass_on] What you pass on to { $to } leaves now.
   *[other] Your message to the asker leaves now.
}
desk-pending-theirs = { $what ->
    [answer] The answer of { $who } leaves in { $seconds } s.
    [forward] A message of { $who } to { $to } leaves in { $seconds } s.
    [consult] A request of { $who } to { $to } for advice leaves in { $seconds } s.
    [readdress] { $who } sends the answer again, to { $to }: it leaves in { $seconds } s.
    [pass_on] What { $who } passes on to { $to } leaves in { $seconds } s.
   *[other] A message of { $who } to the asker leaves in { $seconds } s.
}
desk-pending-theirs-now = { $what ->
    [answer] The answer of { $who } leaves now.
    [forward] A message of { $who } to { $to } leaves now.
    [consult] A request of { $who } to { $to } for advice leaves now.
    [readdress] { $who } sends the answer again, to { $to }: it leaves now.
    [pass_on] What { $who } passes on to { $to } leaves now.
   *[other] A message of { $who } to the asker leaves now.
}
desk-pending-words = What leaves
desk-pending-to = To: { $who }
desk-pending-conflict = Not sent. { $name } was first: that message leaves in a moment.
desk-pending-soon = leaves in a moment
desk-undo = Undo
desk-undo-done = Not sent. Your text is in the form again.
desk-undo-late = Too late: it has left.
desk-undo-leaving = Too late: it is leaving at this moment.
desk-draft-called-back = { $what ->
    [answer] Draft: you held your answer back ({ $when }). This text was not sent.
    [forward] Draft: you held back sending this on ({ $when }). What is in it was not sent.
    [consult] Draft: you held your request for advice back ({ $when }). This text was not sent.
    [readdress] Draft: you held back that the answer left again ({ $when }). Nothing was sent then.
    [pass_on] Draft: you held back what you passed on ({ $when }). This text was not sent.
   *[other] Draft: you held your message to the asker back ({ $when }). This text was not sent.
}
desk-draft-unsent = { $what ->
    [answer] Your answer was not sent: { $why }. Your text is in the draft.
    [forward] The question was not sent on: { $why }. Your text is in the draft.
    [consult] Your request for advice was not sent: { $why }. Your text is in the draft.
    [readdress] The answer was not sent again: { $why }. The address is in the draft.
    [pass_on] What you passed on was not sent: { $why }. Your text is in the draft.
   *[other] Your message to the asker was not sent: { $why }. Your text is in the draft.
}
desk-unsent-in = { $reference }: { $words }
desk-unsent-changed = the question changed meanwhile
desk-unsent-closed = the question was closed meanwhile
desk-unsent-file = a file is gone or may not go along
desk-unsent-not-allowed = you may not do that any more
desk-unsent-failed = something went wrong in sending it
desk-draft-open = Open the draft
desk-draft-discard = Throw away
desk-draft-discarded = The draft was thrown away.
desk-event-not-sent = { $what ->
    [answer] The answer of { $who } was not sent: { $why }
    [forward] What { $who } wanted to send on was not sent: { $why }
    [consult] The request of { $who } for advice was not sent: { $why }
    [readdress] The answer that { $who } sent again was not sent: { $why }
    [pass_on] What { $who } wanted to pass on was not sent: { $why }
   *[other] The message of { $who } to the asker was not sent: { $why }
}

# Desk: another asker.
desk-asker-change = Change the asker or the organisation
desk-asker-who = Who asks this?
desk-asker-mail = Address of the asker
desk-asker-mail-help = Another address is another asker. Type the beginning of the address or the name, or the whole surname, of somebody who asked before.
desk-asker-organisation-help = Choose an organisation from the list. Leave empty when nobody's organisation asks.
desk-asker-look = See what changes
desk-asker-follows = What changes
desk-asker-follows-mail = Mails about this question go to { $address } from now on.
desk-asker-follows-name = The name stays that of whoever asked until now: { $name }. If somebody else asks, change the name too.
desk-asker-follows-former = { $address } gets nothing more about this question. What had yet to leave stays here too.
desk-asker-follows-thread = The conversation so far stays as it is. One of their own begins with the new asker: they read the question, and nothing of what was written after it.
desk-asker-follows-links = The links that { $address } got work no more.
desk-asker-follows-same = { $address } stays the asker: the conversation and the links stay.
desk-asker-follows-organisation = The question is asked for { $organisation } from now on.
desk-asker-follows-no-organisation = The question is asked for no organisation from now on.
desk-asker-follows-owner = { $desk } stays the owner of the question.
desk-asker-owner = Who is the owner from now on?
desk-asker-owner-moves = { $desk }, the contact point of this organisation's province
desk-asker-owner-stays = { $desk }, as now
desk-asker-do = Change
desk-asker-done = The change was kept.
desk-asker-closed = This question is answered or closed. Open it again first.
desk-asker-changed = This question changed meanwhile. See whether your change still holds and confirm again.
desk-asker-wrong-organisation = There is no organisation with this name. Choose one from the list.
desk-asker-wrong-same = So it is already: choose another asker or another organisation.
desk-former = Conversations with earlier askers
desk-former-with = Earlier asker: { $name }
desk-former-readers = Conversation with { $address }, over.
desk-event-asker = The asker changed
desk-event-asker-of = The asker changed: somebody of { $organisation }
desk-event-asker-organisation = The organisation changed: { $organisation }
desk-event-asker-no-organisation = The organisation was taken away
desk-event-owner-changed = { $desk } is the owner from now on

# Desk: the label knelpunt (a bottleneck in a rule), and a list as a table.
desk-knelpunt = Bottleneck
desk-knelpunt-of = Bottleneck: { $instrument }
desk-knelpunt-set = Label as a bottleneck
desk-knelpunt-change = Change the label
desk-knelpunt-instrument = Decree or instrument
desk-knelpunt-help = Which rule or instrument gets in the way of local governments? Choose a name that was used before where you can.
desk-knelpunt-do = Save
desk-knelpunt-remove = Take the label away
desk-knelpunt-done = The label was saved.
desk-knelpunt-removed = The label was taken away.
desk-knelpunt-late = Not saved: the question changed meanwhile. Look at it and try again.
desk-knelpunt-wrong = Not saved: name the decree or instrument in 1 to 200 characters.
desk-filter-knelpunt = Bottleneck
desk-filter-knelpunt-all = All bottlenecks
desk-event-knelpunt-set = Labelled as a bottleneck: { $instrument }
desk-event-knelpunt-removed = Label of a bottleneck taken away: { $instrument }
desk-new-knelpunt = Bottleneck: decree or instrument
desk-new-knelpunt-help = Leave empty when the question shows no bottleneck in a rule or instrument.
desk-new-wrong-knelpunt = Name the decree or instrument in at most 200 characters.
desk-export = Export
desk-export-about = The questions of this list as a table (CSV) for Excel, without names or addresses.
desk-export-closed = Closed questions too
desk-export-with-subject = With the subject, as the asker wrote it
desk-export-do = Get the table
desk-export-name = questions
desk-export-number = Number
desk-export-date = Date
desk-export-organisation = Organisation
desk-export-region = Region
desk-export-topic = Topic
desk-export-instrument = Decree or instrument
desk-export-status = Status
desk-export-subject = Subject
# Desk: two questions that are one case.
desk-more = More
desk-back-to = Back to { $reference }
desk-follows = What happens then
desk-also-to = Also, in a mail of their own
desk-merge = Merge
desk-merge-about = When two questions are about the same case, the one goes on in the other. Nothing is moved: each conversation stays where it is.
desk-merge-number = Number of the question that goes on
desk-merge-number-help = The digits alone will do.
desk-merge-next = Next
desk-merge-earlier = Open questions of the same asker or organisation
desk-merge-both = { $source } goes on in { $target }
desk-merge-source = Goes along in the other one
desk-merge-target = Goes on
desk-merge-turned = The other way round: { $source } goes on in { $target }
desk-merge-numbered = Number
desk-merge-asked = Asked on
desk-merge-due = Due
desk-merge-status = Status
desk-merge-other = Another organisation
desk-merge-confirm = The question of { $who } is about the same case
desk-merge-told = Mail to the asker
desk-merge-tell = Tell { $email } that both questions are handled together
desk-merge-why = Note for colleagues
desk-merge-do = Merge with { $target }
desk-merge-stale = One of the two questions changed meanwhile. Look at what stands there now and merge again.
desk-merge-follows-closed = This question is closed. Its conversation stands on the page of { $target }.
desk-merge-follows-asker = { $email } gets a mail that the question is handled together with another one, and the answer later in a mail of their own.
desk-merge-follows-desk = { $desk } gets a mail that it need not answer this question any more.
desk-merge-follows-same-desk = { $desk } has the other question as well and gets no mail.
desk-merge-follows-due = The earlier of the two dates counts.
desk-merge-follows-mail = A reply to a mail of this question joins the other one from now on.
desk-merge-follows-undo = You can undo this for { $days } days, as long as nobody has answered.
desk-done-merge = The questions are merged.
desk-unmerge-do = Undo merging
# $target: the question that it goes on in.
desk-unmerge-about = This question now goes on in { $target }. After this they are two questions again.
desk-unmerge-follows-back = This question stands as it stood before merging. { $target } stays as it is, with its own term.
# $email: the asker.
desk-unmerge-follows-asker = { $email } gets a mail that we handle the question by itself again.
desk-unmerge-follows-silent = No mail leaves: the asker got none about merging either.
desk-unmerge-follows-desks = Administrations that were told that they need not answer get no mail now. Ask them again where needed.
desk-done-unmerge = The question stands by itself again. Administrations that were told that they need not answer must be asked again where needed.
desk-merged-with = Merged with { $reference }
desk-wrong-merge-missing = Give the number of the question that goes on.
desk-wrong-merge-closed = { $reference } is closed. Open that question again first, or give another number.
desk-wrong-merge-elsewhere = { $reference } was itself merged with another question. Give the number of that one.
desk-wrong-merge-answered = { $reference } is answered already. Answer this one by itself, or close it as a double.
desk-wrong-merge-other = { $reference } is of another organisation. Confirm that it is the same case.
desk-wrong-merge-stranger = Whoever asked this question is not one of the people of { $reference }, and would get no answer. Merge the two questions.
desk-wrong-merge-desk = That question belongs to { $desk }. Only that desk can merge it.
desk-wrong-merge-has-answer = This question was answered already. It cannot go on in another one any more.
desk-wrong-merge-over = This question is closed. Open it again first.
desk-wrong-merge-sending = A mail of this question is leaving at this moment. Try again in a minute.
desk-wrong-merge-not = This question is not merged.
desk-wrong-merge-late = It is too long ago to undo the merging.
desk-wrong-leaving = Something of yours is about to leave: undo it, or wait until it is gone.
desk-wrong-merge-since = The question that it went on in was answered meanwhile.
desk-event-merged = Merged: goes on in question { $reference }
desk-event-merged-in = Question { $reference } goes on in this one
desk-event-unmerged = Merging with question { $reference } undone
desk-event-unmerged-from = Question { $reference } stands by itself again
desk-event-taken-back-merged = { $desk } need not answer any more: the question goes on in another one

# Desk: a question with several points.
desk-form-stale = The question changed meanwhile. Look at what stands there now and confirm again.
desk-split = Split
desk-split-about = When the question has more than one point, make the second one a question of its own. The first stays as it is.
desk-split-first = The question
desk-split-body = What the asker asks
desk-split-body-help = Leave what belongs to the second question, in the asker’s own words.
desk-split-files = Files that go along
desk-split-do = Make a second question
desk-split-follows-mail = { $email } gets one mail, with the number of the new question.
desk-split-follows-term = The term runs from the day on which { $reference } came in.
desk-split-follows-stays = { $reference } stays as it is. Each question gets a conversation and an answer of its own.
desk-split-wrong-whole = This is the whole question. Leave only what belongs to the second question.
desk-split-wrong-file = The asker sent no file { $file } with this question.
desk-done-split = The second question stands by itself. This is it.
desk-ticket-split-from = split from
desk-ticket-splits = split off from it
desk-event-split-from = Split from question { $reference }
desk-event-split-off = A part became question { $reference }

# Desk: asking another desk for advice.
desk-consult = Ask for advice
desk-consult-instead = Do you only want advice? Ask for it here, and the question stays with you.
desk-consult-about = You stay the owner of the question. The advice comes back to you, to use in your answer. The ordinary term is { $days } working days, with one reminder.
desk-consult-desk = Of whom
desk-consult-words = What you want to know
desk-consult-words-help = The question and its files go along, with what the asker wrote after it.
desk-consult-days = Term in working days
desk-consult-wrong-words = Write what you want to know.
desk-consult-wrong-days = Give a number of working days from 1 to { $most }.
desk-consult-who = Ask { $desk } for advice
desk-consult-check = Check who gets this.
desk-consult-to = To: { $desk }, { $email }
desk-consult-not-to = Not to: { $name }
desk-consult-due = Reply asked by { $day }
desk-consult-stays = The status of the question does not change.
desk-consult-do = Ask { $desk } for advice
desk-done-consult = The request for advice was sent.
desk-mail-consultation = Request for advice
desk-event-consulted = Advice asked of { $desk }, by { $day }
desk-event-advice-received = { $desk } gave advice
desk-event-advice-refused = { $desk } gives no advice
desk-event-taken-back-forwarded = { $desk } got the question itself and need not advise on it any more

# Desk: colleagues in a note; # stands for how many.
desk-mail-notice = Mail with notices
desk-mention-said = { $count ->
    [one] One colleague found: press Enter, or go to the list with the tab key.
   *[other] { $count } colleagues found: Enter takes the first, or go to the list with the tab key.
}
desk-mention-help = Type @ and a name to tell a colleague.
# Desk: a signal to the governor's office.
desk-filter-signal = Signaled
desk-signal = Signal to the governor
desk-signal-open = Signal to the governor
desk-signal-about = You point the governor’s office at this question. They read along and do not handle it.
desk-signal-why = Why, in one line
desk-signal-why-help = { $most } characters at most. It stands on the page of the question, and in no mail.
desk-signal-do = Signal
desk-signal-withdraw = Withdraw the signal
desk-signal-said = Signaled by { $name } on { $day }: { $why }
desk-signal-follows-mail = The observers of the province { $province } each get a mail with the number, the topic and the link.
desk-signal-follows-text = The words of the question and the name of the asker are not in that mail.
desk-signal-follows-unsent = A mail that has not left yet does not leave any more.
desk-signal-wrong-missing = Write why in one line.
desk-signal-wrong-long = Keep it to one short line.
desk-signal-wrong-province = The province of this question is not known.
desk-signal-wrong-already = This question is signaled already.
desk-signal-wrong-not = This question is not signaled.
desk-done-signal = The question is signaled.
desk-done-signal-withdrawn = The signal is withdrawn.
desk-mail-signal = Signal to an observer
desk-event-signaled = Signaled to the governor
desk-event-signal-withdrawn = Signal to the governor withdrawn
# Desk: the list that one came from, its rows and its keys. $place of $all: a number; $count: a number; $desk: the desk that answers for the question.
desk-scope-desks = My desks
desk-filter-desk = Desk
desk-filters-fold = { $count ->
    [0] Filters
   *[other] Filters ({ $count })
}
desk-list-place = { $place } of { $all }
desk-list-previous = previous question
desk-list-next = next question
desk-fresh-one = Show 1 new question
desk-fresh-many = Show # new questions
desk-row-gone = No longer in this list
desk-key-fresh = show new questions
desk-key-choose-to = choose up to here
desk-key-insert = insert a text
desk-key-send = to the button that sends
desk-key-consult = ask for advice
desk-key-topic = change the topic
desk-key-merge = merge
desk-key-split = split
desk-key-undo = undo
desk-key-keep = keep as a view
desk-actions = any action by its name
desk-actions-none = No action is called that.
desk-key-escape = close, leave the field, clear the choice
desk-watch-read = { $desk } reads the question
desk-watch-confirm = { $desk } looks at a proposal to send it on
desk-watch-answer = { $desk } has to answer
desk-watch-review = { $desk } reviews an answer of an administration
desk-watch-chase = { $desk } calls: the answer is late
desk-watch-other = { $desk } is to act

# Desk: drafts of what is being typed.
desk-draft-kept-at = Draft kept at { $hour }
desk-draft-kept-on = Draft kept: { $when }
desk-draft-elsewhere = You went on writing in another window: what stands here stays in this tab. Load the page again to see all of it together.
desk-draft-not-sent = This has not been sent yet. Your text is back; choose the files that you had with it again.
desk-consult-over = The question has its answer: nobody can be asked for advice any more. What you wrote stands below, to copy.
desk-draft-typed = Draft: { $form }. Kept: { $when }.
desk-source-alike-why = Looks like this question · answered in { $reference } on { $day }{ $known ->
    [true] {" "}· { $organisation }
   *[other] {""}
}
desk-taken = Taken over from the answer to { $reference }. Check that all of it holds for this asker too.
desk-taken-personal = Taken over from the answer to { $reference }. This may be about whoever asked that question: take it out or change it before you send.
desk-preview = Preview as mail
desk-preview-to = Preview as mail to { $desk }
desk-preview-title = This is how the mail leaves
desk-preview-about = Nothing has been sent yet. The links work only for whoever gets the mail.
desk-preview-subject = Subject
desk-preview-files = Attachments
desk-preview-text = As plain text
desk-tools = Formatting
desk-tools-bold = Bold
desk-tools-italic = Italic
desk-tools-link = Link
desk-tools-link-words = text
desk-tools-list = List
desk-tools-numbers = Numbered list
desk-tools-quote = Quote
desk-tools-markdown = Markdown works: **bold**, _italic_, - list, > quote.
desk-consult-again = Go on writing
desk-do-advise = Give advice
desk-advise-text = Your advice
desk-advise-about = It goes to { $desk }, who can use it in the answer. The asker does not read it.
desk-advise-do = Give advice to { $desk }
desk-done-advise = Your advice was given.
desk-link = Link
desk-link-lead = Two questions that belong together, for instance because they are about one project, stay apart. On each of them stands a link to the other.
desk-link-number = Number of the other question
desk-link-follows = Both questions keep their asker, their terms and their answer. Nobody gets a mail about it.
desk-link-linked = Linked with
desk-link-remove-of = Remove the link with { $reference }: { $subject }
desk-link-removes = The link with { $reference }, { $subject }, disappears from both questions.
desk-link-remove = Remove link
desk-link-wrong-unknown = There is no question with that number.
desk-link-wrong-itself = That is this question itself.
desk-link-wrong-already = These questions are linked already.
desk-link-wrong-many = This question is linked with as many questions as it can be.
desk-link-wrong-not = These questions are not linked.
desk-ticket-linked = Belongs with
desk-done-link = The questions are linked.
desk-done-unlink = The link is gone.
desk-event-linked = Linked with { $reference }
desk-event-unlinked = Link with { $reference } removed
desk-new-where = Where does this question go?
desk-new-where-about = Nothing has been registered and nothing has been sent yet.
desk-new-owner = { $desk } becomes its owner.
desk-new-onward = After that
desk-new-onward-proposed = Forward to { $desk } ({ $email }), as proposed
desk-new-onward-other = Forward to { $desk } ({ $email })
desk-new-onward-self = Do not forward: I handle it myself
desk-new-onward-owner = Do not forward: { $desk } decides
desk-new-tells = { $name } gets the number of the question at { $email }.
desk-new-tells-nobody = The asker gets no mail.
desk-new-done-self = Registered. The question was forwarded to nobody: you handle it.
desk-new-done-owner = Registered. The question was forwarded to nobody: the desk that owns it decides.
desk-new-done-sent = Registered. The question goes to the administration that you confirmed; you see it at the conversation.
desk-search-no-day = "{ $typed }" is no day. Write a day as 20/11/2026 or 2026-11-20.
desk-bulk-knelpunt = Problem label
desk-bulk-knelpunt-about = All chosen questions get the problem label with the same decree or instrument. No mail leaves.
desk-bulk-knelpunt-none = No problem label
desk-bulk-knelpunt-is = Decree or instrument
