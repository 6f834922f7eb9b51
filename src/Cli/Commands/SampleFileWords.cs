using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Pictures;

namespace ScoreSde.Cli.Commands;

/// <summary>The words that say where samples go.</summary>
/// <param name="Out">The option of the array.</param>
/// <param name="Image">The option of the picture.</param>
/// <param name="Animation">The option of the way from noise to data.</param>
internal sealed record SampleFileWords(Option<string> Out, Option<string> Image, Option<string> Animation)
{
    /// <summary>The files; a fault where there is none, or one cannot be written.</summary>
    /// <param name="words">The words.</param>
    /// <param name="keepsMore">Whether there need be none, since something else is kept of the samples.</param>
    public SampleFiles Read(ArgumentReader words, bool keepsMore)
    {
        var files = new SampleFiles(words.Text(Out), words.Text(Image), words.Text(Animation));
        if (!files.HasAny && !keepsMore)
        {
            words.Faults.Add($"Nothing would be kept: give {Out.Name} FILE.npy, {Image.Name} FILE.png, {Animation.Name} FILE.gif, or several.");
        }

        (string Name, string? Path)[] all = [(Out.Name, files.Out), (Image.Name, files.Image), (Animation.Name, files.Animation)];
        foreach ((_, string? path) in all)
        {
            OutputPath.Check(path, words.Faults);
        }

        OutputPath.CheckDistinct(words.Faults, all);
        return files;
    }

    /// <summary>Notes a fault where samples of the model cannot be shown in such files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="model">The model.</param>
    /// <param name="isStrip">Whether the picture is to show several times.</param>
    /// <param name="faults">Takes them.</param>
    public void CheckShown(SampleFiles files, Model model, bool isStrip, Faults faults)
    {
        foreach (Option<string> option in new[] { Image, Animation }.Where(option => (option == Image ? files.Image : files.Animation) is not null && !SamplePictures.CanShow(model)))
        {
            faults.Add(SamplePictures.Fault(model, option.Name));
        }

        if (SampleOutput.IsChart(files.Image) && SamplePictures.CanShow(model) && (isStrip || !SamplePictures.HasPoints(model)))
        {
            faults.Add($"{Image.Name} {files.Image}: {(isStrip ? "a strip of several times" : "a grid of pictures")} is no chart; write .png.");
        }
    }
}
