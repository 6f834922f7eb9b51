using System.Globalization;
using System.Runtime.CompilerServices;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Laws.Cases;

/// <summary>A case in words, with every number to its last digit, so that it can be typed in again.</summary>
internal static class CaseText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        INoiseSchedule schedule => schedule is CosineSchedule ? schedule.ToString()! : schedule.Name,
        IDiffusionProcess process => $"{process.Name} over {Of(process.Schedule)}",
        TimeGrid grid => "times " + string.Join(" > ", grid.Times.ToArray().Select(static time => time.ToString("R", CultureInfo.InvariantCulture))),
        DdpmChain chain => $"chain with β = {string.Join(", ", Enumerable.Range(1, Math.Min(chain.Steps, 40)).Select(i => chain.Beta(i).ToString("R", CultureInfo.InvariantCulture)))}",
        GaussianMixture mixture => string.Join(" + ", mixture.Components.Select((part, k) =>
            $"{mixture.Weights[k]:R} N([{Numbers(part.Mean)}], eigenvalues [{Numbers(part.Eigenvalues)}])")),
        Gaussian gaussian => $"N([{Numbers(gaussian.Mean)}], eigenvalues [{Numbers(gaussian.Eigenvalues)}])",
        double[] numbers => $"[{Numbers(numbers)}]",
        ITuple tuple => string.Join("; ", Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i]))),
        _ => value.ToString() ?? value.GetType().Name,
    };

    private static string Numbers(double[] values) => string.Join(", ", values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));
}
