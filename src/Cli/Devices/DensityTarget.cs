using ScoreSde.Cli.Parts;

namespace ScoreSde.Cli.Devices;

/// <summary>Where ln p of the samples goes, which are then kept until the end.</summary>
/// <param name="File">The .npy file.</param>
/// <param name="Part">Which part of a run is drawn; null of all.</param>
internal sealed record DensityTarget(string File, PartOfRun? Part);
