using System.Runtime.InteropServices;
using ScoreSde.Cli;
using ScoreSde.Cli.Output;

using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return App.Run(args, Terminal.OfConsole(stop.Token));

// The run stops between two steps, saves or cleans up, and ends with exit code 1. Who asks twice does not want to wait.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
