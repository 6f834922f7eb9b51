using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws;

/// <summary>A property that measures something in every case of a source.</summary>
/// <typeparam name="T">What a case holds.</typeparam>
internal sealed class Law<T> : IProperty
{
    private const int MostShrinks = 200;

    public required string Name { get; init; }

    public required string Statement { get; init; }

    public required string Source { get; init; }

    public required Subject Subject { get; init; }

    public string? Solver { get; init; }

    /// <summary>The cases; null where the property says nothing about the chosen parts.</summary>
    public required Func<PropertyContext, CaseSource<T>?> Cases { get; init; }

    /// <summary>The comparisons of one case.</summary>
    public required Func<PropertyContext, T, IEnumerable<Measurement>> Measure { get; init; }

    /// <summary>When <see cref="Cases"/> gives none: what it would need.</summary>
    public string Needs { get; init; } = "does not apply to the chosen parts";

    public PropertyResult Check(PropertyContext context)
    {
        if (Cases(context) is not { } source)
        {
            return PropertyResult.NotApplicable(context.Seed, Needs);
        }

        int count = source.Count(context.Cases);
        int first = context.OnlyCase ?? 0;
        int end = context.OnlyCase is null ? count : first + 1;
        Measurement? worst = null;
        for (int k = first; k < end; k++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            T value;
            try
            {
                value = source.At(context.Seed, k);
            }
            catch (ArgumentOutOfRangeException)
            {
                return PropertyResult.NotApplicable(context.Seed, $"has no case {k}");
            }

            Outcome outcome = Look(context, value);
            if (outcome.Excludes is { } reason)
            {
                return PropertyResult.NotApplicable(context.Seed, reason);
            }

            if (outcome.Excess > 1)
            {
                (T simplest, Outcome simplestOutcome) = Shrink(context, source, value, outcome);
                var example = new Counterexample(k, CaseText.Of(simplest), CaseText.Of(value), simplestOutcome.Reason);
                return new(Verdict.Failed, k - first + 1, context.Seed, simplestOutcome.Worst, example);
            }

            worst = worst is null || outcome.Worst?.Excess > worst.Value.Excess ? outcome.Worst ?? worst : worst;
        }

        return new(Verdict.Passed, end - first, context.Seed, worst);
    }

    private (T Value, Outcome Outcome) Shrink(PropertyContext context, CaseSource<T> source, T value, Outcome outcome)
    {
        for (int tried = 0; tried < MostShrinks;)
        {
            bool simpler = false;
            foreach (T candidate in source.Simpler(value))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                Outcome next = Look(context, candidate);
                if (next.Excess > 1 && next.Excludes is null)
                {
                    (value, outcome, simpler) = (candidate, next, true);
                    break;
                }

                if (++tried >= MostShrinks)
                {
                    break;
                }
            }

            if (!simpler)
            {
                break;
            }
        }

        return (value, outcome);
    }

    private Outcome Look(PropertyContext context, T value)
    {
        Measurement? worst = null;
        try
        {
            foreach (Measurement measurement in Measure(context, value))
            {
                if (worst is null || measurement.Excess > worst.Value.Excess)
                {
                    worst = measurement;
                }
            }
        }
        catch (NotApplicableException reason)
        {
            return new(null, 0, "", reason.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(worst, double.PositiveInfinity, $"{exception.GetType().Name}: {exception.Message}", null);
        }

        return worst is null
            ? new(null, double.PositiveInfinity, "nothing was measured", null)
            : new(worst, worst.Value.Excess, worst.Value.What, null);
    }

    private readonly record struct Outcome(Measurement? Worst, double Excess, string Reason, string? Excludes);
}
