"""Who is signed in: accounts from a file or the environment, sessions, and the guard before what is theirs."""
