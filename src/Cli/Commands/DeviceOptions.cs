using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Devices;

namespace ScoreSde.Cli.Commands;

/// <summary>The options that choose a device and say how it works.</summary>
/// <param name="Device">The option <c>--device</c>.</param>
/// <param name="Noise">The option <c>--noise</c>, if the verb has it.</param>
/// <param name="Rows">The option <c>--rows</c>.</param>
/// <param name="Mixed">The option <c>--mixed</c>, if the verb has it.</param>
/// <param name="Threads">The option <c>--threads</c>.</param>
internal sealed record DeviceOptions(
    Option<string> Device, Option<string>? Noise, Option<string> Rows, Option<bool>? Mixed, Option<string> Threads)
{
    /// <summary>The option <c>--engine</c>, of verbs that have it.</summary>
    public Option<string>? Engine { get; init; }

    /// <summary>The option <c>--precision</c>, of verbs that have it.</summary>
    public Option<string>? Precision { get; init; }

    /// <summary>The words given.</summary>
    public DeviceWords Words(ArgumentReader words)
    {
        string? noise = Noise is null ? null : words.Text(Noise);
        if (noise is not (null or "host" or "device"))
        {
            words.Faults.Add($"--noise must be host or device, not '{noise}'.");
        }

        return new DeviceWords(
            words.Threads(Threads),
            noise,
            words.WholeOrNone(Rows),
            Mixed is not null && words.Switch(Mixed),
            OneOf(words, Engine, DeviceCatalog.Fused, DeviceCatalog.Torch),
            OneOf(words, Precision, [.. FusedCuda.PrecisionWords]));
    }

    /// <summary>The device of the words that does what is wanted, or null and a fault.</summary>
    public IDevice? Find(ArgumentReader words, DeviceWords given, Predicate<IDevice> suits) =>
        DeviceCatalog.Find(words.Text(Device) ?? DeviceCatalog.Default, given, suits, words.Faults);

    private static string? OneOf(ArgumentReader words, Option<string>? option, params string[] known)
    {
        string? word = option is null ? null : words.Text(option);
        if (word is null || known.Contains(word))
        {
            return word;
        }

        words.Faults.Add($"{option!.Name} must be {string.Join(", ", known[..^1])} or {known[^1]}, not '{word}'.");
        return null;
    }
}
