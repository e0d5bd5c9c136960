# The page about the API, for people who write programs.
api-heading = The API of Regiovraag
api-lead = With the API a program hands over questions, reads the published answers and looks up who is where.
api-machine = For programs all this stands in <a href="/api/openapi.json">/api/openapi.json</a>, as OpenAPI 3.1.
api-contents = On this page
api-how = How it works
api-how-token = A route that hands something over wants a token: <code>Authorization: Bearer ...</code>. The administrator makes one with <code>regiovraag token create</code>, with the scope that the route names.
api-how-repeat = Send an <code>Idempotency-Key</code> with a POST. If our answer does not arrive, send the same request with the same key again: you get the same answer, with <code>Idempotency-Replayed: true</code>. We keep it for seven days.
api-how-list = A list comes in pieces. Give <code>next_cursor</code> as <code>cursor</code> for the next piece.
api-how-keep = Whoever sends an <code>ETag</code> back in <code>If-None-Match</code> gets 304 as long as nothing changed.
api-scope = Wants a token with the scope <code>{ $scope }</code>.
api-public = Public: no token needed.
api-parameters = Parameters
api-body = Body
api-answer = Answer
api-required = required
api-route-problems = What can go wrong
api-problems = Problems
api-problems-lead = When something cannot be done, the API answers with <code>application/problem+json</code> (RFC 9457). <code>type</code> ends in the name of the problem, which stays the same; <code>title</code> and <code>detail</code> are for people, in Dutch unless <code>Accept-Language: en</code>. <code>request_id</code> finds the request in our logs.
api-route-tickets = Register a question
api-route-mail = Hand over a mail
api-route-faq = Read the published answers
api-route-faq-entry = Read one answer
api-route-municipalities = Look up municipalities
api-route-regions = Look up reference regions
api-route-contact-points = Look up contact points
api-route-administrations = Look up administrations
