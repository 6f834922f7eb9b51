namespace ScoreSde.Verification.Laws.Printed;

/// <summary>A formula as it is found printed, beside the right one, with what both come to.</summary>
public sealed class PrintedFormula
{
    /// <summary>The name, that of its law after <c>printed/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What both formulas are said to be.</summary>
    public required string Quantity { get; init; }

    /// <summary>What is printed.</summary>
    public required string Printed { get; init; }

    /// <summary>What is right.</summary>
    public required string Right { get; init; }

    /// <summary>In which part of a text it stands.</summary>
    public required string Place { get; init; }

    /// <summary>What the printed formula comes to.</summary>
    public required Func<PrintedSetting, double> PrintedValue { get; init; }

    /// <summary>What the right formula comes to.</summary>
    public required Func<PrintedSetting, double> RightValue { get; init; }

    /// <summary>The quantity by another way, step by step.</summary>
    public required Func<PrintedSetting, double> Independent { get; init; }

    /// <summary>Printed less right, in closed form.</summary>
    public required Func<PrintedSetting, double> Miss { get; init; }
}
