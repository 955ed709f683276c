"""Who is signed in: accounts, sessions, and the guard before what is theirs."""
