# What went wrong: said by the API (RFC 9457) and by the pages.
problem-malformed = We cannot read your request
problem-invalid = Something in your data is not right
problem-sign-in = Sign in first
problem-forbidden = You may not do this here
problem-foreign-form = This form is no longer valid
problem-not-found = We cannot find this
problem-method = This cannot be done at this address
problem-stale = Somebody changed this in the meantime
problem-wrong-step = That cannot be done at this step
problem-in-progress = Your first request is still being carried out
problem-key-reused = This key was already used for something else
problem-link-over = This link no longer works
problem-too-large = This is too large
problem-media-type = We do not take this kind of content here
problem-too-many = Too many attempts
problem-internal = Something went wrong on our side
problem-unavailable = Out of reach for a moment

# On a page that shows a problem.
problem-lead = Nothing was changed. Go back and try again.
problem-number = Number
problem-way-desk = To the start

# What exactly is the matter.
problem-refused-role = Your role does not allow this.
problem-refused-desk = This question is with another desk.
problem-refused-province = This question comes from another province.
problem-refused-link = This link opens something else.
problem-refused-scope = The token does not have the scope { $scope }.
problem-refused-token = A token cannot do this.
problem-bad-token = The token is not valid, has expired or was revoked.
problem-no-token = Send a token along: Authorization: Bearer ...
problem-wrong-password = The e-mail address and the password do not belong together.
problem-too-many-attempts = There were too many attempts to sign in. Try again in a quarter of an hour.
problem-not-an-address = This is not a valid e-mail address.
problem-no-ticket = There is no question { $reference }.
problem-personal = The text holds an address, a telephone number, a name or the number of a question. A published answer holds no data of persons.
problem-empty-text = The text is empty.
problem-unfit-day = Choose a working day to come, within a year.
problem-unanswered = No answer left that arrived: the question cannot be closed as answered.
problem-json-data = The JSON does not have the form that was asked for: line { $line }, character { $column } is of another kind.
problem-json-syntax = This is not valid JSON: line { $line }, character { $column }.
problem-read-missing = The field { $field } is missing.
problem-read-unknown = We do not know the field { $field }. Possible are: { $allowed }.
problem-read-variant = There is no value { $value }. Possible are: { $allowed }.
problem-read-double = The field { $field } stands there twice.
problem-read-other = A value is of another kind than was asked for.
problem-one-of = Choose one of these: { $allowed }.
problem-slow-database = The database answers too slowly.
problem-no-database = The database does not answer.
problem-old-schema = The database has not been brought up to date for this version yet.
# $address: what was given.
problem-no-address = { $address } is no address that mail can go to.
problem-no-desk = There is no service { $desk }.
problem-placeholder = No mail can go to { $desk } yet: its address is an example.
problem-already-there = { $desk } has this question already.
problem-owes-nothing = { $desk } has nothing left to answer in this question.
problem-no-municipality = No municipality has this name. /api/v1/directory/municipalities gives the names.
# $topics: the topics, with commas between them.
problem-no-topic = There is no such topic. Choose one of these: { $topics }.
problem-unfit-field = This field is empty, too long or not right.

# What whoever meets a problem can do.
problem-advice-malformed = Correct the JSON, the form or the query; the detail says where.
problem-advice-invalid = Correct the fields that are named.
problem-advice-sign-in = Send a valid token. A page takes you to the sign-in.
problem-advice-forbidden = Use a role, desk or scope that may; the detail says which is missing.
problem-advice-foreign-form = Open the page again and send the form from there.
problem-advice-not-found = Check the address.
problem-advice-method = Use a method from Allow.
problem-advice-stale = Read it again, then decide again.
problem-advice-wrong-step = Read the question: its status does not allow this step.
problem-advice-in-progress = Send the same request again after Retry-After.
problem-advice-key-reused = Use a new Idempotency-Key for a new request.
problem-advice-link-over = Ask for a new link.
problem-advice-too-large = Send less.
problem-advice-media-type = Send the content type that the route names.
problem-advice-too-many = Wait as long as Retry-After says.
problem-advice-internal = Tell us the number of the request (request_id).
problem-advice-unavailable = Send the same request again after Retry-After.

# What exactly is the matter with a request of a program.
problem-key = The Idempotency-Key must occur once and have 1 to 255 visible ASCII characters.
problem-key-reused-how = This Idempotency-Key came with another request before. Use a new key.
problem-too-large-most = We take at most { $most } bytes here.
problem-cut-off = The body did not arrive completely.
problem-media-type-wanted = Send { $wanted }.
problem-no-mail = The request has no body.
problem-limit = limit goes from 1 to { $most }.
problem-cursor = This cursor is not one of ours. Use the next_cursor of the piece before.
problem-unknown-value = There is no such value of { $name }.
problem-unknown-of = There is no such value of { $name }. Possible are: { $allowed }.
problem-base64 = This is not valid base64.
problem-too-many-files = A question has at most { $most } attachments.
problem-too-often-mail = A link to this address was asked for often of late. Try again in a quarter of an hour.

problem-noted-by = Say who it was, in 200 characters at most.
problem-noted-on = Give the day, such as 2026-03-12.
problem-noted-future = That day has yet to come.
problem-noted-before = That day lies before the question was asked.
problem-noted-how = Choose how: phone, meeting, mail or otherwise.
problem-noted-what = Say in short what was said.
problem-noted-reason = What is noted goes with the reason answered.
problem-double-missing = Give the number of the question that this is a double of.
problem-double-unknown = There is no question { $reference }.
problem-double-itself = { $reference } is this question itself.
problem-double-circle = { $reference } was itself closed as a double of this question.
problem-double-answered = { $reference } is answered already. This asker does not have that answer: give it here, too.
problem-double-given-up = { $reference } was closed without an answer. Open that question again, or give another number.
problem-double-reason = The number of another question goes with the reason duplicate.
problem-tell-reason = A mail to the asker goes with the reasons withdrawn and out_of_scope.
problem-not-at-desk = That person does not work at the desk that answers for the question.
problem-asker-address = No mail can go to this address.
problem-asker-name = The name is longer than 200 characters.
problem-asker-same = That is the asker already, for this organisation.
problem-asker-organisation = There is no organisation with this name.
problem-instrument = Name the decree or instrument in 1 to 200 characters.
problem-unknown-topic = There is no topic with this name.
