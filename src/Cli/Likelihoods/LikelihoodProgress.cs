using System.Diagnostics;
using System.Globalization;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Likelihoods;

/// <summary>
/// Tells how far a likelihood is: on a terminal by a bar with the stage behind it, elsewhere by one sentence for each stage that takes long, with what would take less.
/// Told from any thread.
/// </summary>
internal sealed class LikelihoodProgress(ProgressBar bar, Terminal terminal) : IProgress<double>
{
    /// <summary>What makes ln p quicker.</summary>
    public const string OfDensity = " ln p of a row is what takes the time: a smaller --count, fewer --steps, or --divergence hutchinson --probes 2 take less.";

    /// <summary>What makes the weighted bound quicker.</summary>
    public const string OfPaths = " A smaller --weighted or --count takes less.";

    private readonly Lock telling = new();
    private Stopwatch clock = Stopwatch.StartNew();
    private string stage = "";
    private string hint = "";
    private bool isTold;

    /// <summary>Begins a stage.</summary>
    /// <param name="name">What is done in it.</param>
    /// <param name="less">A sentence on what takes less, where there is one.</param>
    public void Begin(string name, string less = "")
    {
        lock (telling)
        {
            (stage, hint, clock, isTold) = (name, less, Stopwatch.StartNew(), false);
        }
    }

    /// <inheritdoc/>
    public void Report(double value)
    {
        if (terminal.ErrorIsTerminal)
        {
            bar.Report(value, $", {stage}");
            return;
        }

        if (isTold || clock.Elapsed < terminal.BeforeNotice || value is <= 0 or >= 1)
        {
            return;
        }

        lock (telling)
        {
            if (isTold)
            {
                return;
            }

            isTold = true;
            TimeSpan spent = clock.Elapsed;
            TimeSpan left = spent * ((1 - value) / value);
            if (left >= spent)
            {
                terminal.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{stage}: {100 * value:F1} % done after {(int)spent.TotalSeconds} s, about {(int)left.TotalMinutes}:{left.Seconds:00} left.{hint}"));
            }
        }
    }
}
