namespace ScoreSde.Verification.Laws;

/// <summary>Adds up the cases of a property of which none failed.</summary>
internal sealed class CaseTally
{
    private int looked;
    private int excluded;
    private int open;
    private Measurement? worst;
    private string? excludes;
    private string? undecided;
    private string? remark;

    /// <summary>One more case.</summary>
    /// <param name="outcome">What it came to.</param>
    /// <param name="text">The case in words.</param>
    public void Add(CaseOutcome outcome, Func<string> text)
    {
        if (outcome.Excludes is { } reason)
        {
            excluded++;
            excludes ??= reason;
            return;
        }

        looked++;
        if (outcome.Undecided is { } figure)
        {
            open++;
            undecided ??= $"{text()}: {figure}";
        }

        remark ??= outcome.Remark is null ? null : $"{text()}: {outcome.Remark}";
        worst = worst is null || outcome.Worst?.Excess > worst.Value.Excess ? outcome.Worst ?? worst : worst;
    }

    /// <summary>The finding: not applicable where no case is in the property's domain, undecided where one is open.</summary>
    public PropertyResult Result(ulong seed)
    {
        if (looked == 0)
        {
            return PropertyResult.NotApplicable(seed, excludes ?? "no case is in its domain");
        }

        string? left = excluded == 0 ? null : $"{excluded} of {excluded + looked} cases do not apply: {excludes}";
        string? said = left is null ? remark : remark is null ? left : $"{remark}; {left}";
        return new(open > 0 ? Verdict.Undecided : Verdict.Passed, looked, seed, worst, Reason: undecided) { Remark = said };
    }
}
