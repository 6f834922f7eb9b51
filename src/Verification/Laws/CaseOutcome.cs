namespace ScoreSde.Verification.Laws;

/// <summary>What the comparisons of one case came to.</summary>
internal sealed record CaseOutcome
{
    /// <summary>The comparison that is furthest off for what it is allowed.</summary>
    public Measurement? Worst { get; private init; }

    /// <summary>Its deviation in units of what is allowed; more than 1 fails.</summary>
    public double Excess { get; private init; }

    /// <summary>Which comparison it was, or what was thrown.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>Why the property says nothing about this case; null where it does.</summary>
    public string? Excludes { get; init; }

    /// <summary>The first figure that decides nothing, with why; null for none.</summary>
    public string? Undecided { get; private init; }

    /// <summary>The first remark; null for none.</summary>
    public string? Remark { get; private init; }

    /// <summary>Whether nothing was compared.</summary>
    public bool IsEmpty => Worst is null && Undecided is null;

    /// <summary>With one more comparison; where all must be decided, one that decides nothing fails.</summary>
    public CaseOutcome With(Measurement next, bool mustDecide)
    {
        CaseOutcome said = Remark is null && next.Remark is not null ? this with { Remark = $"{next.What}: {next.Remark}" } : this;
        if (next.Undecided is { } open)
        {
            string reason = $"{next.What}: {open}";
            return mustDecide
                ? said with { Worst = next, Excess = double.PositiveInfinity, Reason = reason }
                : said with { Undecided = Undecided ?? reason };
        }

        return Worst is null || next.Excess > Excess ? said with { Worst = next, Excess = next.Excess, Reason = next.Remark is { } detail ? $"{next.What}: {detail}" : next.What } : said;
    }

    /// <summary>Failed for another reason than a figure.</summary>
    public CaseOutcome FailedBy(string reason) => this with { Excess = double.PositiveInfinity, Reason = reason };
}
