namespace ScoreSde.Cli.Devices;

/// <summary>Where samples go.</summary>
/// <param name="Out">The .npy or .csv file, if any.</param>
/// <param name="Image">The .png or .svg file, if any.</param>
/// <param name="Animation">The .gif or .png file of the way from noise to data, if any.</param>
internal sealed record SampleFiles(string? Out, string? Image, string? Animation)
{
    /// <summary>Whether anything would be kept.</summary>
    public bool HasAny => Out is not null || Image is not null || Animation is not null;
}
