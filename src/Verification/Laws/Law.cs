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

    public bool DependsOnSeed => Cases(new PropertyContext()) is not ListedCases<T>;

    public PropertyResult Check(PropertyContext context)
    {
        if (Cases(context) is not { } source)
        {
            return PropertyResult.NotApplicable(context.Seed, Needs);
        }

        int first = context.OnlyCase ?? 0;
        int end = context.OnlyCase is null ? source.Count(context.Cases) : first + 1;
        var seen = new CaseTally();
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

            CaseOutcome outcome = Look(context, value);
            if (outcome.Excess > 1)
            {
                (T simplest, CaseOutcome simplestOutcome) = Shrink(context, source, value, outcome);
                var example = new Counterexample(k, CaseText.Of(simplest), CaseText.Of(value), simplestOutcome.Reason);
                return new(Verdict.Failed, k - first + 1, context.Seed, simplestOutcome.Worst, example);
            }

            seen.Add(outcome, () => CaseText.Of(value));
        }

        return seen.Result(context.Seed);
    }

    private (T Value, CaseOutcome Outcome) Shrink(PropertyContext context, CaseSource<T> source, T value, CaseOutcome outcome)
    {
        for (int tried = 0; tried < MostShrinks;)
        {
            bool simpler = false;
            foreach (T candidate in source.Simpler(value))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                CaseOutcome next = Look(context, candidate);
                if (next.Excess > 1)
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

    private CaseOutcome Look(PropertyContext context, T value)
    {
        var outcome = new CaseOutcome();
        try
        {
            foreach (Measurement measurement in Measure(context, value))
            {
                context.Seen?.Invoke(Name, measurement);
                outcome = outcome.With(measurement, context.MustDecide);
            }
        }
        catch (NotApplicableException reason)
        {
            return new() { Excludes = reason.Message };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return outcome.FailedBy($"{exception.GetType().Name}: {exception.Message}");
        }

        return outcome.IsEmpty ? outcome.FailedBy("nothing was measured") : outcome;
    }
}
