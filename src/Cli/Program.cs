using System.Runtime.InteropServices;
using ScoreSde.Cli;
using ScoreSde.Cli.Output;

using var stop = new StopSignal();
Terminal terminal = Terminal.OfConsole(stop);
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

// A write beyond the greatest length of a file (ulimit -f) fails with a sentence, as one on a full disk does, and ends no process.
const int FileTooLong = 25;
using PosixSignalRegistration? tooLong = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
    ? PosixSignalRegistration.Create((PosixSignal)FileTooLong, static signal => signal.Cancel = true)
    : null;
return App.Run(args, terminal);

// The run stops between two steps, saves or cleans up, and ends with exit code 1.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = stop.Request();
    if (stop.Requests == 1)
    {
        Watchdog.Start(stop, new TalkWriter(terminal.Error));
    }
}
