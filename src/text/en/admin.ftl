# Admin: the frame of the screens.
admin-title = Admin
admin-tabs = Admin screens
admin-all = All
admin-name = Name
admin-email = E-mail address
admin-kind = Kind
admin-state = State
admin-language = Language
admin-dutch = Dutch
admin-english = English
admin-desk = Desk
admin-made = Made
admin-never = never
admin-by-command = from the command line
admin-do = Actions
admin-known = Details
admin-save = Save
admin-saved = Saved.
admin-theirs = This is how it stands now
admin-late = Not saved: somebody else changed this meanwhile. What you typed stands below, what stands there now beside or above it. Save again to keep your version.

# Admin: accounts.
admin-users = Users
admin-users-about = Who can sign in, and what for. An account never disappears, it is disabled: the history of questions names who did what.
admin-users-none = No account that fits.
admin-user-called = Name or address
admin-user-add = Add a user
admin-user-make = Make the account
admin-user-back = To the account
admin-user-roles = Roles
admin-user-desks = Works at
admin-user-provinces = Observes
admin-user-seen = Last signed in
admin-user-sessions = Open sessions
admin-user-on = can sign in
admin-user-off = disabled
admin-user-waits = waits for a password
admin-user-reset = Reset the password
admin-user-reset-about = The present password no longer works and all sessions end. You get a link with which the user chooses a new password.
admin-user-sign-out = Sign out everywhere
admin-user-sign-out-about = All sessions end. The user can sign in again at once.
admin-user-signed-out = All sessions have ended.
admin-user-second = Second step
admin-user-second-on = on
admin-user-second-off = off
admin-user-second-reset = Take the second step away
admin-user-second-reset-about = For who lost both telephone and recovery codes. All sessions end; the password alone is then enough to sign in.
admin-user-second-done = The second step is taken away.
admin-user-disable = Disable
# $count: open questions that the user has taken.
admin-user-disable-about = { $count ->
    [0] All sessions end and nobody can sign in with this account any more. What the user did is kept. The user has no open questions.
    [one] All sessions end and nobody can sign in with this account any more. What the user did is kept. One open question of the user is free again.
   *[other] All sessions end and nobody can sign in with this account any more. What the user did is kept. { $count } open questions of the user are free again.
}
# $desks: names.
admin-user-disable-last = After that nobody works at { $desks } any more.
# After somebody was disabled or left a desk. $count: questions.
admin-left-freed = { $count ->
    [one] One open question is free again: nobody has taken it.
   *[other] { $count } open questions are free again: nobody has taken them.
}
# $desks: names.
admin-left-deserted = Nobody works at { $desks } any more.
admin-user-disabled = The account is disabled.
admin-user-enable = Enable
admin-user-enable-about = The user can sign in again, with the same roles.
admin-user-enabled = The account can sign in again.
admin-role-coordinator = Coordination (central)
admin-role-agent = Agent
admin-role-editor = Editor of the FAQ
admin-role-observer = Observer
admin-role-admin = Admin
admin-role-api = Program
admin-link = Link to set a password
# $name: whose account it is.
admin-link-title = Link for { $name }
# $until: a moment.
admin-link-about = Give this link to the user, and to nobody else. It works once, until { $until }, and is shown only now.

# Admin: desks.
admin-desks = Desks
admin-desks-about = Who handles or answers questions, where the mail goes, and who works there. What you change here comes before the files of the installation.
admin-desks-none = No desks yet.
admin-desk-add = Add an administration
admin-desk-active-help = No more questions go to an administration that is not in use. The old questions keep it.
admin-level = Level of government
admin-level-flemish = Flemish
admin-level-federal = federal
admin-level-partner = partner
admin-desk-central = central desk
admin-desk-point = contact point
admin-desk-administration = administration
admin-desk-address = Address of the desk
admin-desk-address-help = Forwarded questions and reminders go here.
admin-desk-answers = Answers for
admin-desk-last-proven = Last arrived
admin-desk-bounced = Came back since
# $count: how many mails.
admin-desk-bounces = { $count ->
    [one] 1 mail came back
   *[other] { $count } mails came back
}
admin-desk-proven = mail arrives
admin-desk-unproven = not proven yet
admin-desk-example = example address
admin-desk-example-about = This address is not real: its domain is reserved for examples. Outside the demo no mail leaves for it, and no question can be forwarded to it.
admin-desk-members = Who works there
admin-desk-no-accounts = no accounts
# $count: how many people.
admin-desk-count = { $count ->
    [one] 1 person
   *[other] { $count } people
}
admin-desk-policy = Answer of this desk
admin-desk-policy-review = the owner of the question reviews it before it leaves
admin-members-none = Nobody yet.
admin-member-email = E-mail address of an account
admin-member-help = The user becomes an agent of this desk and keeps other roles.
admin-member-add = Add
admin-member-added = The user now works at this desk too.
admin-member-remove = Remove
# $name: who works there.
admin-member-remove-label = Remove { $name } from this desk
admin-member-removed = The user no longer works at this desk.

# Admin: topics.
admin-topics = Topics
admin-topics-about = What a question can be about and who answers it. A change holds at once, for questions that come in from then on.
admin-topics-about-off = What a question can be about and who answers it. This installation has sending on by itself switched off altogether: every proposal waits for a person.
admin-topics-none = No topics yet.
admin-topic-add = Add a topic
admin-topic-new-help = A colleague can choose it at once. Automatic recognition learns it only when it is trained anew.
admin-topic-slug = Short name
admin-topic-description = What falls under it
admin-topic-administration = Who answers
admin-topic-own = the asker’s own contact point
admin-topic-automatic = Sending on by itself
admin-topic-automatic-help = Sure enough means that the proposal is right in at least 95 of 100 tried cases.
admin-topic-confident = when sure enough
admin-topic-off = never, a person confirms
admin-topic-active-help = A topic that is no longer in use gets no new questions. Old questions keep it.
admin-topic-used = in use
admin-topic-unused = not in use

# Admin: terms.
admin-terms = Terms
admin-terms-about = How long everything may take. What you change here comes before the settings of the installation and holds for terms that begin from then on.
admin-term = Term
admin-term-long = Length
admin-term-long-in = Length, in working days
# $most: working days.
admin-term-help = From 1 to { $most }. Holds for terms that begin from now on; a term that already runs keeps its last day.
admin-term-setting = Setting
admin-term-installation = In the installation
admin-term-usual = Default of Regiovraag
admin-term-from = Comes from
# $days: working days.
admin-term-days = { $days ->
    [one] 1 working day
   *[other] { $days } working days
}
admin-term-default = default of Regiovraag
# $usual: working days.
admin-term-set = set for this installation (default { $usual })
# $set: working days.
admin-term-changed = changed here (installation { $set })
admin-term-first = Until somebody looks at the question, and until an administration is reminded
admin-term-answer = Until the asker has an answer
admin-term-administration = Until an administration answers
admin-term-consult = Advice of another desk
admin-term-presume = Silence after an accepted answer that counts as received
admin-term-reopen = Until a reply to a closed question is a new question

# Admin: tokens.
admin-token = Token
admin-tokens = Tokens
admin-tokens-about = With what programs use the API. A token is shown once and can be revoked at any moment.
admin-tokens-none = No tokens yet.
admin-token-add = Make a token
admin-token-make = Make the token
admin-token-back = To the tokens
admin-token-name-help = What it is for, so that you recognise it later.
admin-token-role = Acts as
admin-token-place = Desk or province
admin-token-place-help = An agent has a desk, an observer a province. A program may have a desk.
admin-token-nowhere = None
# $province: name of a province.
admin-token-province = province of { $province }
admin-token-scopes = May
admin-scope-read = read questions
admin-scope-write = register questions and act on them
admin-scope-intake = hand over raw mail
admin-token-days = Good for, in days
# $most: days.
admin-token-days-help = At most { $most }.
admin-token-for = Role and scopes
admin-token-used = Last used
# $day: a day.
admin-token-until = good until { $day }
admin-token-over = over since { $day }
# $at: a moment.
admin-token-revoked = revoked { $at }
admin-token-revoke = Revoke
# $name: the name of the token.
admin-token-revoke-label = Revoke the token { $name }
admin-token-done = The token is revoked and opens nothing any more.
admin-token-again = This form made its token already. It is shown nowhere after that: if you did not keep it, revoke it and make a new one.
admin-token-title = Token { $name }
# $until: a day.
admin-token-once = Copy this token now: it is shown nowhere after this. It is good until { $until }.

# Admin: templates.
admin-templates = Templates
admin-templates-about = Texts that an answer can begin with. The places in them are filled when somebody chooses the template.
admin-templates-none = No templates yet.
admin-template-add = Add a template
admin-template-body = Text
# $places: the places, such as vraagsteller, between braces.
admin-template-places = Places that are filled: { $places }. The greeting and the signature are in the mail already.
admin-template-shared = every desk
admin-template-changed = Changed
admin-template-used = in use
admin-template-away = put away
admin-template-archive = Put away
admin-template-archive-about = The template can no longer be chosen. Its text is kept.
admin-template-done = The template has been put away.

# Admin: the log.
admin-log = Log
admin-log-about = Who did what, in the questions and in the admin screens. The text of questions and mails never stands here.
admin-log-none = Nothing that fits.
admin-log-at = When
admin-log-who = Who
admin-log-what = What
admin-log-about-what = About
admin-log-called = Who (name or address)
admin-log-or = Or kind
admin-log-from = From
admin-log-until = Up to
admin-log-number = Number
# $text: what was typed.
admin-log-no-day = “{ $text }” is no day. Everything is shown below.
admin-log-no-number = “{ $text }” is no number of a question. Everything is shown below.
admin-about-account = user
admin-about-desk = desk
admin-about-topic = topic
admin-about-term = term
admin-about-token = token
admin-about-template = template
admin-did-account-added = User added
admin-did-account-changed = User changed
admin-did-roles-changed = Roles changed
admin-did-account-disabled = User disabled
admin-did-account-enabled = User enabled
admin-did-password-reset = Password reset by an admin
admin-did-password-set = Own password set
admin-did-sessions-ended = Signed out
admin-did-account-linked = Linked to the sign-in service
admin-did-second-step-on = Second step turned on
admin-did-second-step-off = Second step turned off
admin-did-second-step-reset = Second step taken away by an admin
admin-did-recovery-codes-made = New recovery codes made
admin-did-sign-in-link-made = Sign-in link made
admin-did-member-added = Added to a desk
admin-did-member-removed = Removed from a desk
admin-did-desk-changed = Desk changed
admin-did-desk-added = Desk added
admin-did-topic-changed = Topic itself changed
admin-did-topic-added = Topic added
admin-did-term-changed = Term changed
admin-did-token-made = Token made
admin-did-token-revoked = Token revoked
admin-did-template-added = Template added
admin-did-template-changed = Template changed
admin-did-template-archived = Template put away
# $count: how many sessions.
admin-fact-sessions = { $count ->
    [one] 1 session ended
   *[other] { $count } sessions ended
}
# $days: how long a token is good for.
admin-fact-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
admin-fact-description = description
admin-fact-provider = from the sign-in service
admin-fact-link = with a link

# Admin: the reader's own account.
admin-profile = My profile
admin-password = Password
admin-password-present = Present password
admin-password-new = New password
admin-password-again = New password, once more
# $least: characters.
admin-password-help = At least { $least } characters. A sentence that you remember is better than a word with digits.
admin-password-change = Change the password
admin-password-changed = Your password has been changed. You are signed out elsewhere.
admin-second-begin = Set up
admin-second-keep = Manage
admin-password-title = Set a password
# $email: the address of the account.
admin-password-for = For the account { $email }. After this you can sign in with it.
admin-password-set = Set the password
admin-sessions = Where you are signed in
# $at: a moment.
admin-session-began = Signed in { $at }
admin-session-seen = Last used { $at }
admin-session-this = This browser
admin-session-end = Sign out
admin-session-ended = That session has ended.
admin-sessions-end = Sign out everywhere else
admin-sessions-ended = You are signed out everywhere else.

# Admin: what is wrong, beside its field.
admin-wrong-empty = Fill this in.
admin-wrong-long = This is too long.
# $most: characters.
admin-wrong-name = A name has at most { $most } characters, on one line.
admin-wrong-address = This is no e-mail address. An address looks like name@example.be.
admin-wrong-taken = There is an account with this address already.
admin-wrong-role = Choose at least one role, desk or province.
admin-wrong-grant = This role and this place do not go together. An agent needs a desk, an observer a province.
admin-wrong-last-admin = This is the last account that keeps users. Give somebody else the role Admin first.
admin-wrong-last-role = This is the only role of this user. Give another role first, or disable the account.
admin-wrong-member = This user works at this desk already.
admin-wrong-no-account = There is no account with this address. Add the user first.
admin-wrong-own-address = That is the address on which all questions come in: the mail would come back to us.
admin-wrong-address-taken = Another desk has this address already.
admin-wrong-automatic = Without an administration there is nobody to send it on to.
admin-wrong-choice = Choose an administration from the list.
admin-wrong-needed = A contact point or the central desk stays in use: questions come there by themselves.
# $topics: names of topics.
admin-wrong-topics = Questions about these topics go to this desk: { $topics }. Give them another administration first.
# $count: how many questions. $some: the numbers of some of them.
admin-wrong-holds = { $count ->
    [one] This desk still has 1 open question: { $some }. Withdraw it or send it on to another desk; then this desk can be taken out of use.
   *[other] This desk still has { $count } open questions, among them { $some }. Withdraw them or send them on to another desk; then this desk can be taken out of use.
}
# $most: working days.
admin-wrong-term = Fill in a whole number of working days, from 1 to { $most }.
# $least: characters.
admin-wrong-short = A password has at least { $least } characters.
admin-wrong-again = These two are not the same.
admin-wrong-present = This is not your present password.
# $most: days.
admin-wrong-days = Choose a number of days from 1 to { $most }.
admin-wrong-scope = Choose at least one scope.
# $place: what stands between the braces.
admin-wrong-place = “{ $place }” cannot be filled. Use one of the places below.
admin-wrong-open-place = A place begins with two braces and does not end.
admin-wrong-name-taken = There is a template with this name already.

# Admin: what is noted of a question, without what it says.
admin-event-accepted = Accepted
admin-event-answer-promised = Date for the answer given
admin-event-answered = Answer sent to the asker
admin-event-asked-back = Information asked from the asker
admin-event-file-left-out = File left out that could not be checked for viruses
admin-event-not-told = Asker got no mail
admin-event-auto-reply = Automatic reply received
admin-event-closed = Closed
admin-event-closing-told = Asker told about the closing
admin-event-consulted = Advice asked
admin-event-advice-received = Advice received
admin-event-advice-refused = No advice given
admin-event-considered = Weighed who must answer
admin-event-desk-acknowledged = The administration acknowledges receipt
admin-event-disowned = The holder of the address did not ask this
admin-event-doubled-by = Another question is a double of it
admin-event-merged = Merged with another question
admin-event-merged-in = Another question was merged with it
admin-event-unmerged = Merging undone
admin-event-unmerged-from = A merged question stands by itself again
admin-event-split-from = Split from another question
admin-event-split-off = A part became a question of its own
admin-event-signaled = Signaled to the governor
admin-event-signal-withdrawn = Signal withdrawn
admin-event-doubles = Double of another question
admin-event-evidence = Proof of receipt noted
admin-event-followed-by = Was followed by a new question
admin-event-follows = Goes on with a closed question
admin-event-forwarded = Sent on
admin-event-joined = Added to another question
admin-event-mail-accepted = Mail accepted by the mail server
admin-event-mail-failed = A mail did not leave
admin-event-mail-reported = Fate of a mail reported
admin-event-answer-unplaced = Held: an answer of an administration to a question that we do not know
admin-event-not-acknowledged = No acknowledgement was sent
admin-event-mail-carried = Held: it came the way that mailings, automatic mail or invitations come, or by a form without a sender
admin-event-mail-sealed = Secure mail: its text cannot be read here
admin-event-message-joined = Message of another question added
admin-event-message-parted = Message became a separate question
admin-event-message-received = Message received
admin-event-message-passed-on = Message of the asker passed on
admin-event-message-seen = Message of the asker seen
admin-event-message-set-aside = Message of an unknown sender set aside
admin-event-names-other-ticket = Names another question
admin-event-noted = Note written
admin-event-other = Updated
admin-event-original-answered = The question that this one doubles is answered
admin-event-original-given-up = The question that this one doubles was closed without an answer
admin-event-notice-received = Message of the administration, perhaps no answer
admin-event-overdue = Past its term
admin-event-parted-from = Came out of another question
admin-event-proposal-left = Answer of an administration not used
admin-event-proposal-received = Proposed answer received
admin-event-question-back = Question back from the administration
admin-event-desk-replied = Answered what an administration asked
admin-event-readdressed = Answer sent again
admin-event-receipt-changed = Receipt changed
admin-event-receipt-corrected = Receipt put right
admin-event-refused = Not theirs
admin-event-registered = Registered
admin-event-reminded = Reminder sent
admin-event-reopened = Opened again
admin-event-sender-accepted = Unknown sender accepted
admin-event-sender-cleared = Accepted as a new question
admin-event-sender-refuted = Held: the domain of the sender disowns this mail
admin-event-sender-unproven = Held: the mail server does not vouch for the sender
admin-event-assigned = Assigned to a colleague
admin-event-topic-set = Topic of a question changed
admin-event-released = Given back to the desk
admin-event-taken = Taken
admin-event-taken-back = Taken back from an administration
admin-event-withdrawn = Sending on undone: the mail did not arrive
admin-desk-silent = { $count } questions in a row without any reaction
admin-desk-reacted = Reacted
admin-desk-reacted-of = to { $count } of the last { $asked } questions
admin-event-put-for-asker = Written down for the asker

admin-event-asker-changed = Asker or organisation changed
admin-event-owner-changed = Owner changed
admin-event-not-sent = Message not sent
admin-event-knelpunt-set = Label knelpunt set
admin-event-knelpunt-removed = Label knelpunt taken away

# The reader's own account: of what they hear by mail.
admin-notices = Notices by mail
admin-notice-new = New question for my desk
admin-notice-replied = New message in a question
admin-notice-undeliverable = Mail did not arrive
admin-notice-due = Term has passed
admin-notice-mentioned = A colleague names me in a note
admin-pace-at-once = At once
admin-pace-hourly = Every hour
admin-pace-daily = Every morning
admin-pace-off = Not

# Profile: where somebody is signed in.
admin-session-browser = { $browser } on { $system }
admin-session-at = address { $address }
admin-event-linked = Linked with another question
admin-event-unlinked = Link with another question removed
