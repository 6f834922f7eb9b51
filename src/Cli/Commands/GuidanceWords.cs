using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Guidance;

namespace ScoreSde.Cli.Commands;

/// <summary>The words that set classifier-free guidance: how strong, at which levels, rescaled by how much.</summary>
internal sealed class GuidanceWords(Option<string> weight, Option<string> interval, Option<string> rescale)
{
    public const string WeightHelp =
        "Classifier-free guidance of a network with classes: 1 is the class as learned, more sharpens it, 0 forgets it. Doubles the evaluations. Default: none.";

    public const string IntervalHelp =
        "Guide at noise levels σ/α above A and up to B alone, in the network's units; elsewhere the class as learned is asked, once. Default: at all.";

    public const string RescaleHelp =
        "Draw the deviation of a sample's own predicted noise back to what the class as learned gives it: not at all with 0, wholly with 1. Default: 0.";

    // σ/α beyond which nothing of the data is left in double.
    private const double MostNoise = 1e300;

    /// <summary>The options.</summary>
    public Option<string>[] Options { get; } = [weight, interval, rescale];

    /// <summary>The rule, or null where none is asked for; words that do not go together are faults.</summary>
    public GuidanceRule? Read(ArgumentReader words)
    {
        foreach (Option<string> option in new[] { interval, rescale }.Where(option => words.Has(option) && !words.Has(weight)))
        {
            words.Faults.Add($"{option.Name} means nothing without {weight.Name}.");
        }

        GuidanceInterval? between = ReadInterval(words);
        double share = words.Real(rescale, 0, 0, 1);
        return words.Has(weight)
            ? new GuidanceRule(words.Real(weight, 1, 0, GuidanceFit.MostGuidance)) { Interval = between, Rescale = share }
            : null;
    }

    /// <summary>Other devices know the weight alone.</summary>
    public void CheckDevice(IDevice device, GuidanceRule? guided, Faults faults)
    {
        if (guided is { IsPlain: false } && device.Name != DeviceCatalog.Default)
        {
            faults.Add($"{interval.Name} and {rescale.Name} are for --device {DeviceCatalog.Default}, not for --device {device.Name}.");
        }
    }

    private GuidanceInterval? ReadInterval(ArgumentReader words)
    {
        if (!words.Has(interval))
        {
            return null;
        }

        if (words.Reals(interval, [], 0, MostNoise) is [var low, var high] && low < high)
        {
            return new GuidanceInterval(low, high);
        }

        if (words.Faults.None)
        {
            words.Faults.Add($"{interval.Name} must be two levels σ/α with the lower one first, as 0.3,3, not '{words.Text(interval)}'.");
        }

        return null;
    }
}
