using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Guidance;

namespace ScoreSde.Cli.Commands;

/// <summary>The words that set guidance: how strong, at which levels, rescaled by how much, from which model, by which rule of steps.</summary>
internal sealed class GuidanceWords(Option<string> weight, Option<string> interval, Option<string> rescale, Option<string> guide, Option<bool> renoise)
{
    public const string WeightHelp =
        "Classifier-free guidance of a network with classes: 1 is the class as learned, more sharpens it, 0 forgets it. Doubles the evaluations. Default: none.";

    public const string IntervalHelp =
        "Guide at noise levels σ/α above A and up to B alone, in the network's units; elsewhere the class as learned is asked, once. Default: at all.";

    public const string RescaleHelp =
        "Draw the deviation of a sample's own predicted noise back to what the class as learned gives it: not at all with 0, wholly with 1. Default: 0.";

    public const string GuideHelp =
        "Autoguidance: a weaker model of the same data that --guidance leads away from, in the place of the model without a class; 1 is the model alone.";

    public const string RenoiseHelp =
        "CFG++: steps that take the data from the guided noise and renoise with the other, by a solver that asks once a step, ddim say. --guidance is then its λ, from 0 to 1.";

    // σ/α beyond which nothing of the data is left in double.
    private const double MostNoise = 1e300;

    /// <summary>The options.</summary>
    public Option[] Options { get; } = [weight, interval, rescale, guide, renoise];

    /// <summary>What is asked for, or null for nothing; words that do not go together are faults.</summary>
    /// <param name="words">The words.</param>
    /// <param name="open">Opens the model of a name, or notes a fault.</param>
    public ModelGuidance? Read(ArgumentReader words, Func<string, Model?> open)
    {
        bool isRenoised = words.Switch(renoise);
        foreach (Option option in new Option[] { interval, rescale, guide, renoise }.Where(option => words.Has(option) && !words.Has(weight)))
        {
            words.Faults.Add($"{option.Name} means nothing without {weight.Name}.");
        }

        GuidanceInterval? between = ReadInterval(words);
        double share = words.Real(rescale, 0, 0, 1);
        if (!words.Has(weight))
        {
            return null;
        }

        if (isRenoised && words.Has(guide))
        {
            words.Faults.Add($"{renoise.Name} renoises with the noise of no class, and {guide.Name} leads away from another model; give one of them.");
        }

        double how = words.Real(weight, 1, 0, GuidanceFit.MostGuidance);
        if (isRenoised && how > 1)
        {
            words.Faults.Add($"{weight.Name} is the λ of {renoise.Name}, which is at most 1, not {how:R}: a step of length h then is one of guidance by λ/(1 − e^(−h)).");
        }

        return new ModelGuidance(new GuidanceRule(how) { Interval = between, Rescale = share })
        {
            Guide = words.Text(guide) is { } name ? open(name) : null,
            IsRenoised = isRenoised,
        };
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
