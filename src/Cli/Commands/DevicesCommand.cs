using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde devices</c>: where samples can be drawn and networks trained.</summary>
internal sealed class DevicesCommand(Terminal terminal)
    : Verb("devices", "Show where samples can be drawn and networks trained.", terminal)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } = ["scoresde devices"];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words) => () =>
    {
        string[][] rows =
        [
            .. DeviceCatalog.All().Select(device => (string[])[DeviceCatalog.Title(device.Name, device.Engine), device.Summary]),
            .. DeviceCatalog.Missing().Select(device => (string[])[DeviceCatalog.Title(device.Name, device.Engine), device.Sentence]),
        ];
        TableWriter.Write(new ReportTable("Devices (--device)", [new("name, engine"), new("what it is") { Folds = true }], rows), Terminal);
        return ExitCode.Done;
    };
}
