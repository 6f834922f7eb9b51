using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Likelihood;

namespace ScoreSde.Cli.Likelihoods;

/// <summary>Likelihoods of data, in the data's units.</summary>
/// <param name="Settings">What was asked.</param>
/// <param name="Result">ln p of each row.</param>
/// <param name="StepErrors">What the steps leave of error in each, estimated.</param>
/// <param name="LargestGap">The largest difference from the closed form; null where there is none.</param>
/// <param name="Bound">The terms of the variational bound, if asked for, in the network's units.</param>
/// <param name="Shift">ln of the volume of the network's unit cube in the data's units.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record LikelihoodReport(
    LikelihoodSettings Settings,
    LogDensities Result,
    double[] StepErrors,
    double? LargestGap,
    BoundTerms? Bound,
    double Shift,
    double Seconds)
{
    private const double LeastTolerated = 0.1;
    private const double ToleratedShare = 0.01;

    /// <summary>The importance-weighted bound, if asked for, in the network's units.</summary>
    public WeightedTerms? Weighted { get; init; }

    /// <summary>Whether the bounds have the variances that the network learned, not β.</summary>
    public bool LearnsVariance { get; init; }

    /// <summary>The step in units of σ of differences that stood in the place of the Jacobian; null where they did not.</summary>
    public double? DifferenceStep { get; init; }

    /// <summary>By how much the first rows change at most with twice that step.</summary>
    public double? DifferenceError { get; init; }

    /// <summary>Whether that is small beside the value, as the error of the steps must be.</summary>
    public bool DifferencesAreTrusted => DifferenceError is not { } error || IsSmall([error], Result.Mean);

    /// <summary>Bits for each number of a row, an upper bound on those of the whole numbers; null unless these were made continuous.</summary>
    public double? BitsPerDimension => Settings.Dequantises ? -Result.Mean / (Settings.Model.Dimension * Math.Log(2)) : null;

    /// <summary>Standard error that random probes add to the mean.</summary>
    public double ProbeError => Math.Sqrt(Result.ProbeErrors.Sum(static error => error * error)) / Result.ProbeErrors.Length;

    /// <summary>
    /// Whether the estimated error of the steps is small beside the value: its mean over the rows at most a hundredth of |mean ln p|, or a tenth of a nat where
    /// that is more.
    /// </summary>
    public bool IsTrusted => IsSmall(StepErrors, Result.Mean);

    /// <summary>Whether estimated errors are small beside a mean of ln p.</summary>
    public static bool IsSmall(double[] errors, double mean) => errors.Average() <= Math.Max(LeastTolerated, ToleratedShare * Math.Abs(mean));

    /// <summary>What is kept of each row, in the data's units: ln p and its errors, then the bounds on it that were asked for.</summary>
    public IEnumerable<(string Name, double[] Values)> Columns()
    {
        yield return ("ln p", Result.Values);
        yield return ("error of the steps", StepErrors);
        yield return ("error of the probes", Result.ProbeErrors);
        if (Bound is { } bound)
        {
            yield return ("variational bound", [.. bound.Totals.Select(total => -total - Shift)]);
        }

        if (Weighted is { } weighted)
        {
            yield return ("weighted bound", [.. weighted.Values.Select(value => value - Shift)]);
        }
    }

    /// <summary>The table for people.</summary>
    public ReportTable ToTable() => new(
        $"{Settings.Model.Name}: {Settings.Model.Process.Name} ({Settings.Model.Process.Schedule.Name}), {Settings.Data.Count} {PartWord}rows of {Settings.Data.Name}, " +
        $"{Settings.Solver.Name}, grid {Settings.Grid.Name}, {Settings.Steps} steps, {Settings.Divergence.Name} divergence, seed {Settings.Seed}",
        [new("quantity"), new("nats", true)],
        [.. Lines()])
    {
        Notes = [.. Remarks()],
    };

    private string PartWord => Settings.Part switch { DataPart.HeldOut => "held-out ", DataPart.Training => "training ", _ => "" };

    private IEnumerable<string[]> Lines()
    {
        yield return ["mean ln p", $"{Result.Mean:F5}"];
        yield return ["standard error over the rows", Quantity.Number(Result.StandardError)];
        if (double.IsFinite(ProbeError) && !Settings.Divergence.IsExact)
        {
            yield return ["standard error of the probes", Quantity.Number(ProbeError)];
        }

        yield return ["error of the steps, mean of its estimate", Quantity.Number(StepErrors.Average())];
        yield return ["error of the steps, largest estimate", Quantity.Number(StepErrors.Max())];
        if (DifferenceError is { } change)
        {
            yield return [$"largest change with differences of {2 * DifferenceStep:R} σ", Quantity.Number(change)];
        }

        if (LargestGap is { } gap)
        {
            yield return ["largest difference from the closed form", Quantity.Number(gap)];
        }

        if (BitsPerDimension is { } bits)
        {
            yield return ["bits per number", $"{bits:F4}"];
        }

        if (Bound is { } bound)
        {
            yield return ["variational bound on ln p", $"{-bound.Mean - Shift:F5}"];
            yield return ["its standard error", Quantity.Number(bound.StandardError)];
            yield return ["L_T", Quantity.Number(bound.Prior.Average())];
            yield return ["L_1 + … + L_(T−1)", Quantity.Number(bound.Steps.Average())];
            yield return ["L_0", Quantity.Number(bound.Decoder.Average() + Shift)];
        }

        if (Weighted is { } weighted)
        {
            yield return [$"bound of {Settings.Paths} weighted paths on ln p", $"{weighted.Mean - Shift:F5}"];
            yield return ["its standard error", Quantity.Number(weighted.StandardError)];
            yield return ["paths that carry its weight, mean", Quantity.Number(weighted.EffectivePaths.Average())];
        }
    }

    private IEnumerable<string> Remarks()
    {
        yield return Settings.ExactEnd ? "At t = 1: the exact law. --prior takes the prior instead." : "At t = 1: the prior.";
        if (Settings.Dequantises)
        {
            yield return "Whole numbers were made continuous by uniform noise on [-1/2, 1/2]; bits per number bound theirs from above.";
        }

        if (Bound is not null)
        {
            yield return LearnsVariance ? "Bounds: of the chain with the variances that the network learned." : "Bounds: of the chain with variance β.";
        }

        if (double.IsNaN(ProbeError))
        {
            yield return "One probe a row: there is no standard error of its own; two or more --probes have one.";
        }

        if (DifferenceStep is { } step)
        {
            yield return $"The network has no Jacobian: its trace by central differences of step {step:R} σ, judged on the first rows by twice that step.";
        }

        yield return $"{Result.Evaluations} evaluations a row (a product with the Jacobian counts as two), step doubling included.";
    }
}
