"""The page of requests: complaints, questions and wishes, how long they wait, and who takes care of them."""
