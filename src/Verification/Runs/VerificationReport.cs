using ScoreSde.Verification.Laws;

namespace ScoreSde.Verification.Runs;

/// <summary>What a run of properties found, in the order of the list.</summary>
/// <param name="Records">One for each property.</param>
public sealed record VerificationReport(IReadOnlyList<PropertyRecord> Records)
{
    /// <summary>Properties that passed.</summary>
    public int Passed => Count(Verdict.Passed);

    /// <summary>Properties that failed.</summary>
    public int Failed => Count(Verdict.Failed);

    /// <summary>Properties that said nothing about the chosen parts.</summary>
    public int NotApplicable => Count(Verdict.NotApplicable);

    /// <summary>Properties of which a figure had not settled.</summary>
    public int Undecided => Count(Verdict.Undecided);

    /// <summary>The counts in one line.</summary>
    public string Counts => $"{Passed} passed, {Failed} failed, {NotApplicable} not applicable, {Undecided} undecided";

    /// <summary>Names of the properties that failed.</summary>
    public IEnumerable<string> Broken => Records.Where(static record => record.Failed).Select(static record => record.Property.Name);

    private int Count(Verdict verdict) => Records.Count(record => record.Result.Verdict == verdict);
}
