using System.CommandLine;
using System.Globalization;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Picard;

namespace ScoreSde.Cli.Commands;

/// <summary>The words of <c>--parallel-in-time W[,TOL]</c>.</summary>
internal sealed class PicardWords(Option<string> option)
{
    /// <summary>What it does, for help.</summary>
    public const string Help = "Evaluate W steps of each sample at once and improve them sweep by sweep (Picard iteration, ParaDiGMS), for methods of one evaluation a step that remember nothing, as ddim and em. "
        + "The bits are those without; with TOL a state is settled that moved by no more than TOL σ.";

    private const int MostSteps = 1 << 20;

    /// <summary>Window and tolerance; null where the option is not given, or with a fault.</summary>
    /// <param name="words">The words.</param>
    /// <param name="solver">The method; null where it chooses its own steps.</param>
    /// <param name="device">The device's name; null where it is not known.</param>
    /// <param name="strangers">Options that go with the run one step after the other alone.</param>
    public PicardIteration? Read(ArgumentReader words, NamedSolver? solver, string? device, params ReadOnlySpan<Option> strangers)
    {
        if (words.Text(option) is not { } text)
        {
            return null;
        }

        foreach (Option stranger in strangers)
        {
            if (words.Has(stranger))
            {
                words.Faults.Add($"{option.Name} does not go with {stranger.Name}: its steps are taken many times over, and samples are kept until the end.");
            }
        }

        if (device is not (null or DeviceCatalog.Default))
        {
            words.Faults.Add($"{option.Name} is for --device cpu, not for --device {device}.");
        }

        if (solver is { IsRenoised: true })
        {
            words.Faults.Add($"{option.Name} does not go with --cfgpp, whose steps ask two models.");
        }

        if (solver is not null && !PicardIteration.Suits((solver with { IsRenoised = false, OnPath = false }).For(UnknownMoment.Instance)))
        {
            words.Faults.Add($"{option.Name} takes methods of one evaluation at a step's start that remember nothing, such as ddim, em and ddpm-posterior, not solver '{solver.Name}'.");
        }

        string[] parts = text.Split(',');
        (int window, double tolerance) = (0, 0);
        bool isRead = parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out window) && window is >= 1 and <= MostSteps
            && (parts.Length == 1 || (double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out tolerance) && tolerance is >= 0 and <= 1));
        if (!isRead)
        {
            words.Faults.Add($"{option.Name} must be a number of steps from 1 to {MostSteps}, and after a comma a tolerance from 0 to 1, as 20 or 20,0.01, not '{text}'.");
            return null;
        }

        return new PicardIteration(window, tolerance);
    }
}
