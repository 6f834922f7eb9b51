using System.IO.Compression;
using ScoreSde.Data;
using ScoreSde.Data.Own;
using ScoreSde.Data.Idx;

namespace ScoreSde.Tests.Data;

public sealed class IdxFolderTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 128, 255, 1, 2, 3];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 4, 1];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_found_plain_or_packed(bool packed)
    {
        Put("train-images-idx3-ubyte", Images, packed);
        Put("train-labels-idx1-ubyte", Labels, packed);
        DataSet data = DataSets.Open(folder.Path);
        Assert.Equal((2, 3, 2, new ImageShape(1, 3)), (data.Count, data.Dimension, data.Classes, data.Image!.Value));
        Assert.Equal([0, 128, 255, 1, 2, 3], data.Values.ToArray());
        Assert.Equal(["1", "4"], data.ClassNames);
        Assert.Equal([1, 0], data.Labels.ToArray());
        Assert.Equal(new DataScaling(127.5, 127.5), data.Scaling);
    }

    [Fact]
    public void The_test_part_is_held_out()
    {
        Put("train-images-idx3-ubyte", Images, packed: false);
        Put("train-labels-idx1-ubyte", Labels, packed: false);
        Put("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 9, 9, 9], packed: true);
        Put("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 4], packed: true);
        DataSplit split = DataSets.Split(folder.Path);
        Assert.Equal((2, 1), (split.Training.Count, split.HeldOut.Count));
        Assert.Equal((2, 1), (split.HeldOut.Classes, split.HeldOut.Labels[0]));
        Assert.Equal([9, 9, 9], split.HeldOut.Values.ToArray());
        OwnData read = IdxFolder.Read(folder.Path);
        Assert.Equal([3, 3], read.Numbers.Shape);
        Assert.Equal(2, read.HeldOutFrom);
    }

    [Theory]
    [InlineData(1, 4, 2)]
    [InlineData(3, 1, 2)]
    [InlineData(1, 3, 9)]
    public void A_test_part_of_other_pictures_or_classes_is_refused(byte height, byte width, byte label)
    {
        Put("train-images-idx3-ubyte", Images, packed: false);
        Put("train-labels.idx1-ubyte", Labels, packed: false);
        Put("t10k-images.idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, height, 0, 0, 0, width, .. new byte[height * width]], packed: true);
        Put("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, label], packed: true);
        DataFileException fault = Assert.Throws<DataFileException>(() => DataSets.Split(folder.Path));
        Assert.Contains("images or classes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        Put("train-labels-idx1-ubyte", Labels, packed: false);
        for (int length = 0; length < Images.Length; length++)
        {
            Put("train-images-idx3-ubyte", Images[..length], packed: false);
            Refused("truncated");
        }
    }

    [Fact]
    public void A_packed_file_cut_off_anywhere_is_refused()
    {
        Put("train-labels-idx1-ubyte", Labels, packed: false);
        byte[] packed = Pack(Images);
        for (int length = 0; length < packed.Length - 8; length++)
        {
            File.WriteAllBytes(folder.File("train-images-idx3-ubyte.gz"), packed[..length]);
            Refused("train-images-idx3-ubyte.gz");
        }
    }

    [Theory]
    [InlineData(0, 1, "first bytes")]
    [InlineData(2, 13, "first bytes")]
    [InlineData(3, 1, "first bytes")]
    [InlineData(4, 128, "too long")]
    [InlineData(4, 127, "too long")]
    [InlineData(7, 0, "empty")]
    [InlineData(7, 1, "follow")]
    [InlineData(7, 3, "truncated")]
    public void A_damaged_head_is_named(int place, byte value, string fragment)
    {
        byte[] damaged = [.. Images];
        damaged[place] = value;
        Put("train-images-idx3-ubyte", damaged, packed: false);
        Put("train-labels-idx1-ubyte", Labels, packed: false);
        Refused(fragment);
    }

    [Fact]
    public void A_head_that_promises_a_gigabyte_allocates_little()
    {
        byte[] damaged = [.. Images];
        damaged[4] = 12;
        Put("train-images-idx3-ubyte", damaged, packed: false);
        Put("train-labels-idx1-ubyte", Labels, packed: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("truncated");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Labels_of_another_number_are_refused()
    {
        Put("train-images-idx3-ubyte", Images, packed: false);
        Put("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 4], packed: false);
        Refused("1 labels do not fit the 2 images");
    }

    [Fact]
    public void A_folder_without_the_files_is_named() => Refused("holds neither train-images-idx3-ubyte");

    private void Refused(string fragment)
    {
        DataFileException fault = Assert.Throws<DataFileException>(() => DataSets.Open(folder.Path));
        Assert.Contains(fragment, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private void Put(string name, byte[] bytes, bool packed) => folder.Write(packed ? name + ".gz" : name, packed ? Pack(bytes) : bytes);

    private static byte[] Pack(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }
}
