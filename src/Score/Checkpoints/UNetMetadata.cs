using System.Text.Json;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Scores;

namespace ScoreSde.Checkpoints;

/// <summary>What the file of a U-Net says in words: an entry <c>unet</c> in the place of <c>network</c>, the rest as in any checkpoint.</summary>
internal sealed record UNetMetadata(UNetSettings Network, CheckpointMetadata Run)
{
    private const string PlainKey = "network";

    public Dictionary<string, string> ToStrings(string file)
    {
        Dictionary<string, string> strings = Run.ToStrings(file);
        strings.Remove(PlainKey);
        strings.Add(CheckpointMetadata.UNetKey, JsonSerializer.Serialize(
            new UNetText(
                Network.Channels,
                [.. Network.Multipliers],
                Network.Blocks,
                [.. Network.AttentionLevels],
                Network.Groups,
                Network.TimeFeatures,
                $"{Run.Parametrisation}")
            { LearnsVariance = Network.LearnsVariance },
            UNetJson.Default.UNetText));
        return strings;
    }

    public static UNetMetadata Of(TensorFile content, string file)
    {
        if (!content.Metadata.TryGetValue(CheckpointMetadata.UNetKey, out string? text))
        {
            throw new CheckpointException(file, "holds no U-Net.");
        }

        try
        {
            UNetText shape = JsonSerializer.Deserialize(text, UNetJson.Default.UNetText) ?? throw new FormatException("the entry unet is empty");
            Parametrisation prediction = Enum.TryParse(shape.Parametrisation, out Parametrisation value) && Enum.GetName(value) == shape.Parametrisation
                ? value
                : throw new FormatException($"the parametrisation {shape.Parametrisation} is unknown");

            // The reader of the other entries checks them against a network of vectors; it gets one of their dimension.
            CheckpointMetadata run = CheckpointMetadata.WithoutNetwork(content, prediction, file);
            if (shape.LearnsVariance != run.Training.LearnsVariance)
            {
                throw new FormatException("unet and training differ in whether variances are learned");
            }

            ImageShape image = run.Data.Image ?? throw new FormatException("its data has no pictures");
            var network = new UNetSettings(
                image, shape.Channels, shape.Multipliers, shape.Blocks, shape.AttentionLevels, shape.Groups, shape.TimeFeatures, run.Data.Classes)
            {
                LearnsVariance = shape.LearnsVariance,
            };
            return new UNetMetadata(network.Checked(), run);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or JsonException)
        {
            string fault = exception is JsonException ? "the entry unet is not as docs/checkpoint-format.md says" : exception.Message.TrimEnd('.');
            throw new CheckpointException(file, $"has metadata that cannot be used: {fault}.", exception);
        }
    }
}
