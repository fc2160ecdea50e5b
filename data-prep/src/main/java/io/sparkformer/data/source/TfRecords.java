package io.sparkformer.data.source;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** TFRecord: files of tf.train.Example, each with an encoded image and its labels. */
record TfRecords() implements InputFormat {
    private static final Pattern NAME = Pattern.compile(".*\\.tfrec(ord)?s?|[^.]*-\\d{5}-of-\\d{5}");

    @Override
    public String word() {
        return "tfrecord";
    }

    @Override
    public boolean holds(String fileName) {
        return NAME.matcher(fileName.toLowerCase(Locale.ROOT)).matches() || fileName.contains(".tfrecord-");
    }

    @Override
    public boolean isNumbered() {
        return true;
    }

    @Override
    public List<InputUnit> divide(Configuration hadoop, ContainerFile file, ReadingRules rules, UnitSize size)
            throws IOException {
        return TfRecordReader.divide(hadoop, file, size);
    }

    @Override
    public void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
        TfRecordReader.read(hadoop, file, delivery);
    }
}
