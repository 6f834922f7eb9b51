using ScoreSde.Cli.Keeping;
using ScoreSde.Data;

namespace ScoreSde.Cli.Devices;

/// <summary>What <c>scoresde train</c> works with, besides the settings of the training itself.</summary>
/// <param name="Open">Opens the data, in its own units or those of a stopped run; null takes the data that a stopped run names.</param>
/// <param name="Out">The file of the network.</param>
/// <param name="Device">Where.</param>
/// <param name="Words">How the device works.</param>
internal sealed record TrainSettings(Func<DataUnits?, DataSet>? Open, string Out, IDevice Device, DeviceWords Words)
{
    /// <summary>Its full name, from the working folder as it was at the beginning.</summary>
    public string FullOut { get; } = Path.GetFullPath(Out);

    /// <summary>How often the run is saved on its way.</summary>
    public SaveInterval SaveEvery { get; init; } = new(null, null);

    /// <summary>The .svg file of the loss curve, if any.</summary>
    public string? Figure { get; init; }
}
