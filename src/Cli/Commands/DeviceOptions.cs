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
    /// <summary>The words given.</summary>
    public DeviceWords Words(ArgumentReader words)
    {
        string? noise = Noise is null ? null : words.Text(Noise);
        if (noise is not (null or "host" or "device"))
        {
            words.Faults.Add($"--noise must be host or device, not '{noise}'.");
        }

        return new DeviceWords(words.Threads(Threads), noise, words.WholeOrNone(Rows), Mixed is not null && words.Switch(Mixed));
    }

    /// <summary>The device of the words for a verb that opens models there, or null and a fault.</summary>
    public IDevice? FindToOpen(ArgumentReader words, DeviceWords given, string verb)
    {
        IDevice? device = Find(words, given);
        if (device is { OpensModels: false })
        {
            words.Faults.Add($"--device {device.Name} draws samples alone; {verb} runs on --device cpu, and on torch and cuda of libtorch.");
        }

        return device;
    }

    /// <summary>The device of the words, or null and a fault.</summary>
    public IDevice? Find(ArgumentReader words, DeviceWords given) =>
        DeviceCatalog.Find(words.Text(Device) ?? DeviceCatalog.Default, given, words.Faults);
}
