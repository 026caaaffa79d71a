import Glibc

// A reader that goes away is an error of a write, not the end of the process.
signal(SIGPIPE, SIG_IGN)
Defects.catchTraps()
Interrupts.admit()

// Files that are opened must not take the place of a standard stream that was closed.
for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
  _ = unsafe open("/dev/null", O_RDONLY)
}

exit(Session.main())
