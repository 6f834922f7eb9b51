using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Parts;
using ScoreSde.Comparison;

namespace ScoreSde.Cli.Comparing;

/// <summary>What <c>scoresde compare</c> is to do.</summary>
/// <param name="Models">What is sampled, one table for each.</param>
/// <param name="Comparison">The methods, grids and budgets.</param>
/// <param name="Device">Where the solvers' runs are made.</param>
/// <param name="Words">How the device works.</param>
internal sealed record CompareSettings(IReadOnlyList<Model> Models, ComparisonSettings Comparison, IDevice Device, DeviceWords Words)
{
    /// <summary>Whether the table shows all measures, or the decisive one.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>The .json file, or null.</summary>
    public string? Json { get; init; }

    /// <summary>The .csv file, or null.</summary>
    public string? Csv { get; init; }

    /// <summary>The SVG file, or null.</summary>
    public string? Figure { get; init; }

    /// <summary>The HTML file, or null.</summary>
    public string? Page { get; init; }

    /// <summary>Where the samples of all runs go, or null.</summary>
    public string? Out { get; init; }

    /// <summary>Where they come from, drawn before; or null.</summary>
    public string? From { get; init; }

    /// <summary>The run that such a file is of, and which part; null where there is no such file.</summary>
    public PartOfRun? Part { get; init; }

    /// <summary>Whether a part is drawn, and nothing measured.</summary>
    public bool IsPart { get; init; }

    /// <summary>Whether nothing is to be done where the part is complete.</summary>
    public bool Resumes { get; init; }

    /// <summary>The command that repeats the comparison, without the files that it writes.</summary>
    public required string Command { get; init; }
}
