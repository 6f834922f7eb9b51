using System.Text.Json;
using ScoreSde.Data;
using ScoreSde.Describing;

namespace ScoreSde.Diffusers;

/// <summary>diffusers' config.json of a network: the shape of samples, learned variances and classes. Its layers are in the ONNX file.</summary>
internal static class NetworkConfig
{
    private const double HalfByte = 127.5;

    /// <summary>Adds what it says.</summary>
    /// <param name="description">What the scheduler says.</param>
    /// <param name="words">The entries.</param>
    /// <param name="isLatent">Whether an autoencoder stands between samples and pictures, so that samples are no pixels.</param>
    public static NetworkDescription Add(NetworkDescription description, JsonWords words, bool isLatent)
    {
        int? channels = words.Whole("in_channels", 1);
        int[]? size = SizeOf(words);
        int? output = words.Whole("out_channels", 1);
        if (channels is not { } count || size is null)
        {
            return description;
        }

        if (output is { } given && given != count && given != 2 * count)
        {
            throw words.Fault($"has {given} \"out_channels\" for {count} \"in_channels\"; as many, or twice as many with variances, are supported.");
        }

        return description with
        {
            Shape = [count, size[0], size[1]],
            LearnedVariances = output == 2 * count,
            Scaling = !isLatent && (count is 1 or 3) ? new DataScaling(HalfByte, HalfByte) : DataScaling.Identity,
            Classes = words.Whole("num_class_embeds", 1) ?? 0,
        };
    }

    private static int[]? SizeOf(JsonWords words) => words.Take("sample_size") switch
    {
        { ValueKind: JsonValueKind.Number } => words.Whole("sample_size", 1) is { } side ? [side, side] : null,
        { ValueKind: JsonValueKind.Array } => words.Reals("sample_size") is { Length: 2 } sides ? [Side(words, sides[0]), Side(words, sides[1])] : null,
        _ => null,
    };

    private static int Side(JsonWords words, double side) => side >= 1 && side <= int.MaxValue && side == Math.Floor(side)
        ? (int)side
        : throw words.Fault("\"sample_size\" must be one or two whole numbers of at least 1.");
}
