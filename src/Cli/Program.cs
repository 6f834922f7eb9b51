using ScoreSde.Cli;
using ScoreSde.Cli.Output;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    // The run stops between two steps, cleans up and ends with exit code 1.
    key.Cancel = true;
    interrupt.Cancel();
};
return App.Run(args, Terminal.OfConsole(interrupt.Token));
