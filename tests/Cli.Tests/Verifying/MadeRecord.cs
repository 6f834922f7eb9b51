using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Tests.Verifying;

/// <summary>A law that says what a test wants to be said.</summary>
internal sealed record MadeLaw(string Name, Subject Subject) : IProperty
{
    public string Statement => $"what {Name} states";

    public string Source => $"where {Name} stands";

    public string? Solver => null;

    public PropertyResult Check(PropertyContext context) => throw new NotSupportedException();
}

/// <summary>What was found of laws.</summary>
internal static class MadeRecord
{
    public static readonly Measurement Within = new("a sum", 1.05, 1, 0.1, Relation.Equal);

    public static readonly Measurement Beyond = new("a bound", 3, 2, 0, Relation.AtMost);

    public static PropertyRecord Passed { get; } = new(new MadeLaw("chain/one", Subject.Chain), new PropertyResult(Verdict.Passed, 100, 7, Within) { Remark = "order 2.50 where 2 is claimed" });

    public static PropertyRecord Failed { get; } = new(
        new MadeLaw("grid/two", Subject.Grid), new PropertyResult(Verdict.Failed, 3, 8, Beyond, new Counterexample(2, "n = 5 & more", "n = 50", "3 > 2")));

    public static PropertyRecord Open { get; } = new(
        new MadeLaw("grid/three", Subject.Grid), new PropertyResult(Verdict.Undecided, 9, 8, Within with { Measured = 5, Undecided = "did not settle" }, Reason: "it did not settle"));

    public static PropertyRecord Silent { get; } = new(new MadeLaw("noise/four", Subject.Noise), PropertyResult.NotApplicable(8, "no such noise"));
}
