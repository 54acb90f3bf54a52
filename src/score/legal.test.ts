// a connection that stays open after the body has ended changes no verdict
// the transfer by chunks, by length and by the end of the connection gives the same verdicts
// the sound fixtures show what needs no change
